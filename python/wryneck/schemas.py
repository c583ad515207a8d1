"""The JSON Schema of scenario files, made from the same models and registries that check them."""
from __future__ import annotations

import json
from typing import Any

from . import registry

__all__ = ["schema", "schema_text"]


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a scenario file."""
    from .scenario import Scenario

    made = Scenario.model_json_schema(by_alias=True)
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["properties"]["schema"] = {"const": 1, "description": "version of this format"}
    parts, limits = made["$defs"], registry.limits()
    made["properties"]["hypotheses"] = _hypotheses()
    made["properties"]["parameters"] = _parameters()
    parts["Resolution"]["properties"]["patches_per_muscle"] |= {"minimum": 1, "maximum": limits["most_patches_per_muscle"]}
    parts["Target"] = {"type": "string", "enum": sorted(registry.target_names())}
    names = {"$ref": "#/$defs/Target"}
    for part in ("Resolution", "Action"):
        meaning = "muscles with side (TRAP_U_R), without side (both), or groups"
        parts[part]["properties"]["muscles"] = {"anyOf": [names, {"type": "array", "items": names}], "description": meaning}
    parts["Resolution"]["properties"]["muscles"]["anyOf"][1]["minItems"] = 1
    parts["Action"]["properties"]["patches"] |= {"minItems": 1, "description": "numbers of patches from 0 at the lower end; left out: all"}
    parts["Action"]["properties"]["input"] = {"enum": list(registry.inputs()), "description": "what changes"}
    parts["Action"]["oneOf"] = [{"required": [course]} for course in ("value", "ramp", "table")]
    parts["Action"]["allOf"] = [_input_rule(row) for row in registry.inputs().values()]
    tidied: dict[str, Any] = _tidy(made)
    return tidied | {"title": "wryneck scenario"}


def schema_text() -> str:
    """The schema as it stands in docs/scenario.schema.json."""
    return json.dumps(schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _hypotheses() -> dict[str, Any]:
    rows = {name: {"type": "number", "minimum": row["lowest"], "maximum": row["highest"], "default": row["default"],
                   "description": f"{row['meaning']} ({row['evidence']})"} for name, row in registry.hypotheses().items()}
    return {"type": "object", "properties": rows, "additionalProperties": False}


def _parameters() -> dict[str, Any]:
    number = {"anyOf": [{"type": "number"}, {"type": "string"}]}
    return {"type": "object", "description": "values by \"model.symbol\", see wryneck params",
            "additionalProperties": {"anyOf": [*number["anyOf"], {"type": "object", "additionalProperties": number}]}}


def _input_rule(row: dict[str, Any]) -> dict[str, Any]:
    """What follows from the name of the input: the range of plain numbers, and whether it takes muscles."""
    unit = "" if row["unit"] == "1" else f" in {row['unit']}"
    value = {"anyOf": [{"type": "number", "minimum": row["lowest"], "maximum": row["highest"]}, {"type": "string"}],
             "description": f"{row['meaning']}{unit}; {row['lowest']:g} to {row['highest']:g}, without action {row['default']:g}"}
    then: dict[str, Any] = {"properties": {"value": value}}
    if row["scope"] == "body":
        then["properties"] |= {"muscles": {"maxItems": 0, "type": "array"}}
    else:
        then["required"] = ["muscles"]
        then["properties"] |= {"muscles": {"minItems": 1}}    # says nothing about a name alone
    return {"if": {"properties": {"input": {"const": row["name"]}}, "required": ["input"]}, "then": then}


def _tidy(node: Any) -> Any:
    """Without the titles that pydantic makes from names, and without null: a key of a file is given or left out."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: _tidy(v) for key, v in node.items() if not (key == "title" and isinstance(v, str)) and not (key == "default" and v is None)}
    choices = node.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        rest = [c for c in choices if c != {"type": "null"}]
        node.pop("anyOf")
        node |= rest[0] if len(rest) == 1 else {"anyOf": rest}
    return node
