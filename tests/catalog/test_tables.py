"""The tables: schema, units, physics, sources and age."""

from __future__ import annotations

import csv
import datetime
import gzip
import json
from pathlib import Path

import botocore
import pytest

from jupyter_green.catalog import tables
from jupyter_green.catalog.instances import all_instance_types, find_instance, instance_or_proxy, is_offered
from jupyter_green.catalog.prices import hourly_price, serverless_price
from jupyter_green.catalog.regions import all_regions, find_region

STATED_LIFE_DAYS = 400
TABLES = ("accelerators", "cpu_platforms", "instances", "prices", "regions", "serverless", "validation")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_rows_of_equal_width(table: str) -> None:
    with (tables.data_folder() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) > 5 and {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize(("table", "columns"), [("prices", 3), ("serverless", 2)])
def test_every_row_with_a_key_of_several_columns_is_found_by_it(table: str, columns: int) -> None:
    for row in tables.rows(table):
        key = list(row.values())[:columns]
        assert tables.find_row(table, *key) == row
        assert tables.find_row(table, key[0], *(part + "x" for part in key[1:])) is None
    assert tables.find_row(table, "nowhere", *key[1:]) is None


def test_every_type_of_the_installed_service_model_has_a_row() -> None:
    folder = Path(botocore.__file__).parent / "data" / "sagemaker" / "2017-07-24"
    packed = folder / "service-2.json.gz"
    text = gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / "service-2.json").read_bytes()
    shapes = json.loads(text)["shapes"]
    model = {v for shape in shapes.values() for v in shape.get("enum", ()) if v.startswith("ml.") and v.count(".") == 2}
    known = set(tables.first_column("instances"))
    assert model - known == set(), "types newer than the tables: add their rows"


@pytest.mark.parametrize("kind", ["training", "endpoint", "processing", "transform", "notebook"])
def test_each_kind_of_job_has_types_on_offer(kind: str) -> None:
    assert sum(is_offered(t.name, kind) is True for t in all_instance_types()) > 50


def test_power_grows_with_load() -> None:
    for t in all_instance_types():
        watts = [t.watts(load / 20, load / 20) for load in range(21)]
        assert watts == sorted(watts), t.name


def test_an_accelerator_box_never_draws_less_than_its_host() -> None:
    for t in all_instance_types():
        if t.has_accelerator:
            host = t.cpu.watts(0.5) + t.memory.watts(0.5)
            assert t.watts(0.5, 0.5) > host and t.accelerators.watts(1.0) > 0, t.name


def test_embodied_carbon_and_uncertainty_are_plausible() -> None:
    for t in all_instance_types():
        low, central, high = t.embodied
        assert 0 < low <= central <= high, t.name
        assert 0.15 <= t.power_uncertainty <= 0.6, t.name
        assert t.source, t.name


def test_regions_have_ordered_grids_and_a_pue_of_at_least_one() -> None:
    for r in all_regions():
        low, central, high = r.grid
        assert 0 < low <= central <= high < 1500, r.code
        assert 1.0 <= r.pue_range[0] <= r.pue <= r.pue_range[2] < 2, r.code
        assert r.grid_source and r.pue_source, r.code
        assert r.wue is None or 0 <= r.wue < 5, r.code


def test_prices_are_positive_dated_and_sourced() -> None:
    for row in tables.rows("prices"):
        assert float(row["usd_per_hour"]) > 0 and row["as_of"] and row["source"]


def test_the_tables_are_younger_than_their_stated_life() -> None:
    age = datetime.date.today() - datetime.date.fromisoformat(tables.ASSEMBLED)
    assert age.days <= STATED_LIFE_DAYS, "the tables are too old: assemble them anew"


def test_a_quoted_price_stands_before_a_derived_one() -> None:
    quoted = hourly_price("ml.m5.xlarge", "us-east-1", "endpoint")
    assert quoted is not None and not quoted.derived and quoted.usd == 0.23


def test_an_unknown_price_is_none() -> None:
    assert hourly_price("ml.p6e-gb200.36xlarge", "us-east-1") is None
    assert serverless_price(999, "us-east-1") is None


def test_a_type_of_an_unknown_family_is_proxied_by_its_letter_and_size() -> None:
    proxy = instance_or_proxy("ml.g99.xlarge")
    assert proxy is not None and proxy.proxied_for == "ml.g99.xlarge" and proxy.power_uncertainty >= 0.6


@pytest.mark.parametrize("name", ["", "banana", "ml.", "ml.m5", "m5.xlarge", "ml.m5.xlarge,ml.m5.2xlarge", "ml.m5\n.x"])
def test_what_is_no_instance_type_is_not_proxied(name: str) -> None:
    assert find_instance(name) is None and instance_or_proxy(name) is None


def test_an_unknown_region_is_none() -> None:
    assert find_region("us-east-9") is None


def test_a_damaged_table_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "regions.csv").write_text("region,name\nus-east-1", "utf-8")
    monkeypatch.setattr(tables, "data_folder", lambda: tmp_path)
    tables._text.cache_clear()
    tables._columns.cache_clear()
    try:
        with pytest.raises(tables.CatalogError, match=r"regions\.csv is damaged .* reinstall jupyter-green"):
            tables.find_row("regions", "us-east-1")
        with pytest.raises(tables.CatalogError, match=r"prices\.csv is damaged"):
            tables.find_row("prices", "us-east-1", "ml.m5.xlarge")
    finally:
        tables._text.cache_clear()
        tables._columns.cache_clear()


def test_nearest_names_help_with_slips() -> None:
    assert tables.nearest_names("ml.g5.xlrge", tables.first_column("instances"), 1) == ("ml.g5.xlarge",)
