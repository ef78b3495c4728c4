"""Arguments of the command line: their defaults hold unless whoever starts the file gives others."""

from __future__ import annotations

import pytest

from jupyter_green.job import Unknown

_PARSER = """
import argparse
parser = argparse.ArgumentParser(description="train")
parser.add_argument("--instance-type", "-t", type=str, default="ml.m5.xlarge")
parser.add_argument("--count", dest="how_many", type=int, default="2")
parser.add_argument("--local", action="store_true")
parser.add_argument("--image")
"""


@pytest.mark.parametrize("parse", ["args = parser.parse_args()", "args, rest = parser.parse_known_args()"])
def test_an_argument_has_its_default_and_says_that_it_is_one(read, parse):
    (found,) = read(_PARSER, parse, "Estimator(image, role, args.how_many, args.instance_type).fit(data)").jobs
    assert (found.job.instance_type, found.job.instance_count) == ("ml.m5.xlarge", 2)
    origin = found.job.origin("instance_type")
    assert (origin.status, origin.detail) == ("assumed", "default of command-line argument --instance-type")
    assert found.parameters == {}


def test_arguments_that_nobody_can_give_are_their_defaults(read):
    (found,) = read(
        _PARSER, "args = parser.parse_args([])\nEstimator(image, role, 1, args.instance_type).fit(data)"
    ).jobs
    assert (found.job.instance_type, found.job.origin("instance_type").status) == ("ml.m5.xlarge", "given")


def test_a_parser_made_by_a_function_is_followed(read):
    (found,) = read(
        """
        import argparse
        def arguments():
            p = argparse.ArgumentParser()
            group = p.add_argument_group("hardware")
            group.add_argument("--kind", default="ml.c5.large")
            p.set_defaults(count=3)
            return p.parse_args()
        def main(args):
            Estimator(image, role, args.count, args.kind).fit(data)
        main(arguments())
        """
    ).jobs
    assert (found.job.instance_type, found.job.instance_count) == ("ml.c5.large", 3)


def test_a_switch_that_may_be_given_decides_no_branch(read):
    (found,) = read(
        _PARSER,
        """
        args = parser.parse_args()
        kind = "local" if args.local else args.instance_type
        Estimator(args.image, role, 1, kind).fit(data)
        """,
    ).jobs
    assert isinstance(found.job.image, Unknown) and isinstance(found.job.instance_type, Unknown)
    assert set(found.choices["instance_type"]) == {"local", "ml.m5.xlarge"}


@pytest.mark.parametrize("given", ["default=chosen", "required=True", "type=pick, default='ml.m5.large'"])
def test_an_argument_without_a_plain_default_is_not_known(read, given):
    (found,) = read(
        f"""
        import argparse
        parser = argparse.ArgumentParser()
        parser.add_argument("--kind", {given})
        Estimator(image, role, 1, parser.parse_args().kind).fit(data)
        """
    ).jobs
    assert isinstance(found.job.instance_type, Unknown)
