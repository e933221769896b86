"""An API over https must show a certificate that is trusted and its own."""

from __future__ import annotations

import ssl

from mockpanel.server.certificates import trusted


def test_certificates_and_names_are_checked_by_known_authorities() -> None:
    context = trusted()

    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.cert_store_stats()["x509_ca"] > 50
