"""What goes with mockpanel into the world is whole: packages, icons, licences, container, Kubernetes, workflows."""
