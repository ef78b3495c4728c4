"""Families left behind, and what follows them."""

from __future__ import annotations

import pytest

from jupyter_green.catalog.families import OldFamily, find_old_family, old_families
from jupyter_green.catalog.instances import USES, all_instance_types


def test_a_type_leads_to_its_family() -> None:
    found = find_old_family("ml.p3.2xlarge")
    assert found is not None
    assert found == find_old_family("p3")
    assert "g5" in found.successors_for("training")


def test_a_current_family_is_not_an_old_one() -> None:
    assert find_old_family("ml.g5.xlarge") is None
    assert find_old_family("p3x") is None


def test_withdrawn_accelerators_are_retired() -> None:
    found = find_old_family("ml.eia2.medium")
    assert found is not None
    assert found.status == "retired"
    assert found.successors_for("training") == ()


def test_kinds_of_one_use_share_their_successors() -> None:
    found = find_old_family("m4")
    assert found is not None
    assert found.successors_for("tuning") == found.successors_for("training")
    assert found.successors_for("studio") == found.successors_for("notebook")
    assert found.successors_for("compilation") == ()


@pytest.mark.parametrize("old", old_families(), ids=lambda old: old.name)
def test_every_successor_is_offered_for_that_kind_and_is_not_old_itself(old: OldFamily) -> None:
    for kind, use in USES.items():
        if not any(t.family == old.name and use in t.uses for t in all_instance_types()):
            continue
        for family in old.successors_for(kind):
            assert find_old_family(family) is None
            assert any(t.family == family and use in t.uses for t in all_instance_types()), (kind, family)
