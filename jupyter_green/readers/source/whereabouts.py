"""In which Region jobs run whose code does not say so: a default that cells set, or what images and buckets tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

from jupyter_green.catalog.regions import find_region
from jupyter_green.dialects.images import is_in_china, region_of_image
from jupyter_green.job import Origin, Unknown
from jupyter_green.readers.source.texts import TextSym
from jupyter_green.readers.source.values import Foreign, ImageSym, Slot, Value

if TYPE_CHECKING:
    from jupyter_green.readers.source.collect import Collector
    from jupyter_green.readers.source.evaluator import Evaluator

__all__ = ["NOWHERE", "Whereabouts", "default_region", "find_whereabouts", "is_environment", "mentioned_regions"]

#: What sets the Region of every later session, the stronger first: boto3's own default, then the environment.
_DEFAULTS = ("setup_default_session", "AWS_DEFAULT_REGION", "AWS_REGION")
_DEFAULT_BUCKET = re.compile(r"sagemaker-([a-z]{2}(?:-[a-z]+)+-\d)-[\d{<$%*xX]")
_COMMENT = re.compile(r"^[ \t]*#.*", re.M)
_AFTER_AREA = re.compile(r"-(?:north|south|east|west|central)[a-z]*-\d\b")
_AREA = re.compile(r"[a-z]{2,4}(?:-[a-z]{2,4})?$")
_LONGEST_AREA = 9
_PARTITIONS = {
    "aws-cn": "the China partition",
    "aws-us-gov": "the partition of GovCloud",
    "aws-eusc": "the partition of the European Sovereign Cloud",
}
Sign = Literal["given", "image", "bucket", "last resort", "partition", ""]
_ORIGINS = {
    "image": Origin("assumed", "user", "the host of another job's container image"),
    "bucket": Origin("assumed", "user", "the name of the default bucket"),
}
_ASSUMED = Origin("assumed", "user", "no cell names a Region")
_BY_ITS_IMAGE = Origin("looked up", "source", "the host of its container image")


class Whereabouts(NamedTuple):
    """The Region of the jobs whose code names none, the sign it is known by, and the Regions of the jobs' images."""

    region: str | Unknown
    sign: Sign = ""
    images: tuple[str, ...] = ()

    def origin_for(self, image: Value) -> Origin:
        """Return how the Region of a job of this image was come by."""
        if self.sign == "image" and isinstance(image, str) and region_of_image(image) == self.region:
            return _BY_ITS_IMAGE
        return _ORIGINS.get(self.sign, _ASSUMED)


NOWHERE = Whereabouts(Unknown("not written in the code"))


def is_environment(value: Value) -> bool:
    """True for the environment's variables, ``os.environ``."""
    return isinstance(value, Foreign) and value.name == "os.environ"


def default_region(ev: Evaluator) -> tuple[str, Slot] | None:
    """Return what set the Region of the sessions that name none, and its value; None where no cell did."""
    for name in _DEFAULTS:
        slot = ev.environment.get(name)
        if slot is not None:
            return name, slot
    return None


def find_whereabouts(
    collector: Collector, sources: Collection[str], given: str | None, otherwise: str | None
) -> Whereabouts:
    """Return where the jobs run that name no Region: ``given``, else what the code tells, else ``otherwise``.

    A Region of another partition than the one that the code addresses is none of theirs.
    """
    hosts, looked_up = _images(collector)
    named = {*map(region_of_image, hosts), *looked_up}
    images = tuple(sorted(region for region in named if find_region(region) is not None))
    text = "\n".join(sources)
    partition = _partition(hosts, images, text)
    image = images[0] if len(images) == 1 else None
    bucket = _bucket_region(text) if given is None and not images else None
    found: tuple[tuple[str | None, Sign], ...] = (
        (given, "given"), (image, "image"), (bucket, "bucket"), (otherwise, "last resort"),
    )  # fmt: skip
    for region, sign in found:
        if region is not None and (not partition or _partition_of(region) == partition):
            return Whereabouts(region, sign, images)
    if partition:
        return Whereabouts(Unknown(f"the code addresses {_PARTITIONS[partition]}, and no Region of it"), "partition")
    return NOWHERE


def mentioned_regions(sources: Iterable[str]) -> tuple[str, ...]:
    """Return the Regions that stand anywhere in the code, for whatever purpose."""
    found: dict[str, None] = {}
    for source in sources:
        for match in _AFTER_AREA.finditer(source):
            area = _AREA.search(source[max(0, match.start() - _LONGEST_AREA) : match.start()])
            code = area[0] + match[0] if area else ""
            for name in (code, code.partition("-")[2]):
                if find_region(name) is not None:
                    found[name] = None
                    break
    return tuple(found)


def _images(collector: Collector) -> tuple[set[str], set[str]]:
    """Return the addresses of the found jobs' images, and the Regions that the SDK looks others up for.

    A part of an address that is not known is a blank.
    """
    hosts: set[str] = set()
    looked_up: set[str] = set()
    for record in collector.records.values():
        for emission in record.emissions if not record.cancelled else ():
            field = emission.fields.get("image")
            value = None if field is None else field.value
            if type(value) is str:
                hosts.add(value)
            elif type(value) is TextSym:
                hosts.add("".join(part if type(part) is str else " " for part in value.parts))
            elif type(value) is ImageSym:
                looked_up.add(value.region)
    return hosts, looked_up


def _partition(hosts: Iterable[str], images: Iterable[str], text: str) -> str:
    """Return the partition other than the main one that images or ARNs address; nothing where they differ."""
    found = {_partition_of(region) for region in images}
    if any(is_in_china(host) for host in hosts):
        found.add("aws-cn")
    if not found and "arn:aws-" in text:
        code = _COMMENT.sub("", text)
        found = {name for name in (*_PARTITIONS, "aws") if f"arn:{name}:" in code}
    return found.pop() if len(found) == 1 and "aws" not in found else ""


def _partition_of(code: str) -> str:
    region = find_region(code)
    return "" if region is None else region.partition


def _bucket_region(text: str) -> str | None:
    if not _DEFAULT_BUCKET.search(text):
        return None
    found = {code for code in _DEFAULT_BUCKET.findall(_COMMENT.sub("", text)) if find_region(code) is not None}
    return found.pop() if len(found) == 1 else None
