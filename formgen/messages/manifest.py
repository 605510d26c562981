"""Sentences about the manifest."""

UNREADABLE = "{path} 不是 formgen 的清单，或已损坏。请移走它再试；重新生成一遍可得到新的清单。"
OTHER_SCHEMA = "{path} 是另一版本（schema {schema}）的清单。请用生成它的 formgen 版本处理。"
