"""The JSON Schema of files of findings, made from the same models and words that check them."""
from __future__ import annotations

import json
from typing import Any

from .finding_models import ID, Finding, hypotheses
from .finding_words import OBJECTS, PREPARATION_SETTINGS, PREPARATIONS, SETTINGS, STEPS
from .schemas import _tidy

__all__ = ["finding_schema", "finding_schema_text"]


def finding_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a file of findings: a list of tables under `finding`."""
    made = Finding.model_json_schema()
    parts = made.pop("$defs")
    names = {"type": "array", "items": {"enum": list(hypotheses())}}
    number = {"type": "number"}
    pair = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
    fields = made["properties"]
    fields["id"] = {"type": "string", "pattern": "^" + ID.pattern.replace(r"\Z", "$")}
    fields |= {"supports": names, "against": names, "spread": {"anyOf": [number, pair]}, "band": {"anyOf": [pair, {"$ref": "#/$defs/Band"}]}}
    parts["Band"]["minProperties"] = 1
    parts["Arm"]["properties"]["preparation"] = {"oneOf": [_table("kind", kind, meaning, PREPARATION_SETTINGS) for kind, meaning in PREPARATIONS.items()]}
    steps = [_table("do", name, step.meaning, step.settings) for name, step in STEPS.items()]
    parts["Arm"]["properties"]["protocol"] = {"type": "array", "minItems": 1, "items": {"oneOf": steps}}
    several = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    compare = parts["Comparison"]["properties"]
    fields |= {field: several for field in ("also", "fitted", "taken")}
    compare |= {field: several for field in ("of", "to")} | {field: {"anyOf": [number, {"type": "array", "items": number}]} for field in ("x", "expected")}
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "wryneck findings", "type": "object", "additionalProperties": False,
             "properties": {"finding": {"type": "array", "items": {"$ref": "#/$defs/Finding"}}}}
    shared = {name: _setting(name) for name, setting in SETTINGS.items() if setting.kind != "object"}
    tidied: dict[str, Any] = _tidy({"$defs": parts | {"Finding": made} | shared})
    return whole | tidied


def finding_schema_text() -> str:
    """The schema as it stands in docs/finding.schema.json."""
    return json.dumps(finding_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _table(key: str, word: str, meaning: str, settings: tuple[str, ...]) -> dict[str, Any]:
    """A table that `key` names, with the settings that it may have."""
    rows = {name: _setting(name, word) if SETTINGS[name].kind == "object" else {"$ref": f"#/$defs/{name}"} for name in settings}
    return {"type": "object", "description": meaning, "properties": {key: {"const": word}, **rows}, "required": [key], "additionalProperties": False}


def _setting(name: str, step: str = "") -> dict[str, Any]:
    setting = SETTINGS[name]
    kinds: dict[str, dict[str, Any]] = {"word": {"enum": list(setting.words)}, "object": {"enum": list(OBJECTS.get(step, ()))}, "text": {"type": "string"},
                                        "flag": {"type": "boolean"}, "whole": {"type": "integer", "minimum": 1}}
    unit = "" if setting.kind == "1" else f" in {setting.kind}"
    quantity = {"anyOf": [{"type": "number"}, {"type": "string"}], "description": f"{setting.meaning}{unit}, or a text with a unit"}
    return kinds.get(setting.kind, quantity) | ({"description": setting.meaning} if setting.kind in kinds else {})
