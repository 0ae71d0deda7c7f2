# SPDX-License-Identifier: LGPL-2.1-or-later
"""What lets a data class be used as the Pydantic models of the original were."""
import dataclasses
import enum
import json


def nested(*classes, default=None, many=False):
    """A field that holds an object of one of the classes, or a list of them."""
    metadata = {'classes': classes}
    if many and default is None:
        return dataclasses.field(default_factory=list, metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def _restore(value, classes):
    if isinstance(value, (list, tuple)):
        return [_restore(item, classes) for item in value]
    if not isinstance(value, dict):
        return value
    for cls in classes:
        if set(value) <= {field.name for field in dataclasses.fields(cls)}:
            return cls(**value)
    raise ValueError('%s: these are not the fields of %s' % (', '.join(value), classes[0].__name__))


def _plain(value):
    if isinstance(value, enum.Enum):
        return value.name
    raise TypeError('%r is not for JSON' % value)


@dataclasses.dataclass
class Schema:
    """The methods that all the records have."""

    def __post_init__(self):
        for field in dataclasses.fields(self):
            if 'classes' in field.metadata:
                setattr(self, field.name, _restore(getattr(self, field.name), field.metadata['classes']))

    def model_dump(self):
        """The fields as a dictionary, from which the class makes the same again."""
        return dataclasses.asdict(self)

    def model_dump_json(self, indent=None):
        """The fields as JSON."""
        return json.dumps(self.model_dump(), indent=indent, default=_plain, ensure_ascii=False)

    @classmethod
    def model_validate(cls, value):
        """One of these from a dictionary of its fields."""
        return value if isinstance(value, cls) else cls(**value)
