"""Schemas that some value meets, each with something of the larger standard that is not easily met."""

from __future__ import annotations

from tests.core.schemas import Schema

LARGER: dict[str, Schema] = {
    "exactly one": {"oneOf": [{"type": "integer"}, {"type": "integer", "minimum": 0}]},
    "not": {"type": "integer", "not": {"enum": [1, 2, 3]}},
    "if and then": {
        "type": "object",
        "properties": {"kind": {"enum": ["a"]}},
        "if": {"properties": {"kind": {"const": "a"}}},
        "then": {"required": ["extra"]},
    },
    "if and else": {"type": "integer", "if": {"minimum": 5, "maximum": 2}, "else": {"multipleOf": 7}},
    "contains": {"type": "array", "contains": {"const": 5}, "minContains": 2, "items": {"type": "integer"}},
    "names": {"type": "object", "propertyNames": {"pattern": "^x-[a-z]$"}, "minProperties": 3},
    "names by pattern": {
        "type": "object",
        "patternProperties": {"^n[0-9]$": {"type": "null"}},
        "additionalProperties": False,
        "minProperties": 2,
    },
    "partners": {"properties": {"a": {}, "b": {}}, "dependentRequired": {"a": ["b", "c"]}, "maxProperties": 3},
    "too many partners": {"properties": {"a": {}, "b": {}}, "dependentRequired": {"a": ["b", "c"]}, "maxProperties": 2},
    "never": {"type": "object", "properties": {"a": False, "b": True}},
    "all of several": {
        "allOf": [
            {"type": ["integer", "string"], "minimum": 2, "multipleOf": 2},
            {"type": "number", "minimum": 5, "maximum": 50, "multipleOf": 3},
            {"enum": [5, 6, 12]},
        ]
    },
    "all of several alternatives": {
        "allOf": [
            {"anyOf": [{"type": "string"}, {"type": "integer"}]},
            {"anyOf": [{"type": "boolean"}, {"type": "integer", "minimum": 7}]},
            {"oneOf": [{"minimum": 9}, {"type": "null"}]},
            {"not": {"const": 9}},
            {"not": {"const": 10}},
        ]
    },
    "all of several objects": {
        "allOf": [
            {"properties": {"a": {"type": "string"}}, "required": ["a"]},
            {"properties": {"a": {"minLength": 30}, "b": {"type": "null"}}, "required": ["b"]},
        ]
    },
    "alternatives within": {"type": "string", "minLength": 3, "anyOf": [{"maxLength": 1}, {"maxLength": 5}]},
    "tenths": {"type": "number", "multipleOf": 0.1, "minimum": 0.25},
    "a default that does not do": {"type": "integer", "default": "none", "examples": ["x", 42]},
    "one of two members": {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "email": {"type": "string", "format": "email"},
            "phone": {"type": "string"},
        },
        "required": ["name"],
        "oneOf": [{"required": ["email"]}, {"required": ["phone"]}],
    },
    "not both members": {"properties": {"a": {}, "b": {}}, "not": {"required": ["a", "b"]}, "minProperties": 1},
    "not a member": {"properties": {"a": {}, "b": {}}, "required": ["a"], "not": {"required": ["b"]}},
    "either without the other": {
        "type": "object",
        "properties": {"a": {}, "b": {}},
        "anyOf": [
            {"required": ["a"], "not": {"required": ["b"]}},
            {"required": ["b"], "not": {"required": ["a"]}},
        ],
    },
    "if there then without the other": {
        "properties": {"a": {}, "b": {}},
        "if": {"required": ["a"]},
        "then": {"not": {"required": ["b"]}},
    },
    "a schema of a member that is there": {
        "type": "object",
        "required": ["a"],
        "dependentSchemas": {"a": {"properties": {"c": {"type": "string"}}, "required": ["c"]}},
    },
    "schemas of members one behind the other": {
        "properties": {"a": {}},
        "allOf": [
            {"dependentSchemas": {"a": {"required": ["b"], "properties": {"b": {"type": "integer"}}}}},
            {"dependentSchemas": {"a": {"minProperties": 3}, "b": {"required": ["c"]}, "d": False}},
        ],
    },
    "a member that excludes another": {
        "properties": {"a": {}, "b": {}},
        "dependentSchemas": {"a": {"not": {"required": ["b"]}}},
    },
    "all that there is of two kinds": {
        "type": "array",
        "items": {"type": ["boolean", "null"]},
        "minItems": 3,
        "uniqueItems": True,
    },
    "not of most kinds": {"not": {"type": ["string", "object", "null", "boolean", "array"]}},
    "not of some kinds": {"not": {"anyOf": [{"type": "string"}, {"type": "number"}]}},
    "not a whole number": {"type": "number", "not": {"type": "integer"}},
    "not not": {"not": {"not": {"type": "integer"}}},
    "not a pattern": {"type": "string", "not": {"pattern": "^[sH]"}},
    "names by two patterns": {
        "type": "object",
        "patternProperties": {"^S_": {"type": "string"}, "^I_": {"type": "integer"}},
        "additionalProperties": False,
        "minProperties": 3,
    },
    "a needed name by a pattern": {
        "patternProperties": {"^I_": {"type": "integer"}, "_x$": {"minimum": 5}},
        "additionalProperties": False,
        "required": ["I_x"],
    },
    "by the name of its own": {
        "$id": "https://x.y/z",
        "$ref": "https://x.y/z#/$defs/a",
        "$defs": {"a": {"type": "integer"}},
    },
    "an open end and a length": {"type": "string", "pattern": "^[A-Z]", "minLength": 8},
    "an open beginning and a length": {"type": "string", "pattern": "[0-9]$", "minLength": 8},
    "two patterns": {"type": "string", "allOf": [{"pattern": "^a"}, {"pattern": "z$"}]},
    "the patterns of a password": {
        "type": "string",
        "minLength": 12,
        "allOf": [{"pattern": "[A-Z]"}, {"pattern": "[a-z]"}, {"pattern": "[0-9]"}, {"pattern": "[^A-Za-z0-9]"}],
    },
    "a pattern beside a reference": {"pattern": "[0-9]", "$ref": "#/$defs/a", "$defs": {"a": {"pattern": "^[a-z]"}}},
    "a long address": {"type": "string", "format": "email", "minLength": 20},
    "a short address": {"type": "string", "format": "email", "maxLength": 10},
    "a very long text": {"type": "string", "minLength": 60_000},
    "different texts of one letter": {
        "type": "array",
        "items": {"type": "string", "pattern": "^x*$"},
        "minItems": 3,
        "uniqueItems": True,
    },
    "fixed numbers of items": {"type": "array", "prefixItems": [{"type": "null"}, {"const": 2}], "items": False},
}
