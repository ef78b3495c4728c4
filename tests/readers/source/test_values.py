"""Hard cases 1 to 6: values carried to the call that starts a job."""

from __future__ import annotations

from jupyter_green.job import Unknown


def types(reading):
    return [found.job.instance_type for found in reading.jobs]


def test_a_value_is_the_one_that_holds_when_the_call_is_made(read):
    reading = read(
        'kind = "ml.m5.large"',
        "Estimator(image, role, instance_count=1, instance_type=kind).fit(data)",
        'kind = "ml.p3.2xlarge"',
        "Estimator(image, role, instance_count=1, instance_type=kind).fit(data)",
    )
    assert types(reading) == ["ml.m5.large", "ml.p3.2xlarge"]
    assert [found.cell for found in reading.jobs] == [2, 4]


def test_a_name_bound_again_stands_for_the_second_estimator(read):
    reading = read(
        """
        est = Estimator(image, role, 1, "ml.c5.xlarge")
        est.fit(data)
        est = PyTorch(entry_point="t.py", role=role, instance_count=2, instance_type="ml.g5.xlarge")
        est.fit(data)
        """
    )
    assert [(j.job.instance_type, j.job.instance_count) for j in reading.jobs] == [
        ("ml.c5.xlarge", 1),
        ("ml.g5.xlarge", 2),
    ]


def test_an_attribute_set_after_construction_counts(read):
    reading = read(
        """
        est = Estimator(image, role, 1, "ml.c5.xlarge")
        est.instance_type = "ml.c5.4xlarge"
        est.fit(data)
        """
    )
    assert types(reading) == ["ml.c5.4xlarge"]


def test_a_flag_that_the_notebook_sets_decides_the_branch(read):
    reading = read(
        "local_mode = False",
        'kind = "local" if local_mode else "ml.m4.xlarge"',
        """
        if local_mode:
            Estimator(image, role, 1, "local").fit(data)
        else:
            Estimator(image, role, 1, kind).fit(data)
        """,
    )
    assert types(reading) == ["ml.m4.xlarge"]


def test_a_flag_known_only_at_run_time_leaves_a_choice(read):
    reading = read(
        """
        import subprocess
        kind = "local"
        if subprocess.call("nvidia-smi") == 0:
            kind = "local_gpu"
        Estimator(image, role, 1, kind).fit(data)
        """
    )
    (found,) = reading.jobs
    assert isinstance(found.job.instance_type, Unknown)
    assert set(found.choices["instance_type"]) == {"local", "local_gpu"}


def test_a_value_from_the_environment_stays_unknown_although_it_has_a_fallback(read):
    reading = read(
        """
        import os
        Estimator(image, role, 1, os.environ.get("KIND", "ml.m5.large")).fit(data)
        """
    )
    (found,) = reading.jobs
    assert isinstance(found.job.instance_type, Unknown)
    assert not found.choices


def test_an_argument_from_another_module_is_unknown(read):
    (found,) = read("import config", "Estimator(image, role, 1, config.TYPE).fit(data)").jobs
    assert isinstance(found.job.instance_type, Unknown)
    assert "config.TYPE" in found.job.instance_type.reason


def test_each_call_of_a_function_is_a_job_with_its_own_arguments(read):
    reading = read(
        """
        def launch(kind, count=2, **more):
            est = Estimator(image, role, instance_count=count, instance_type=kind, **more)
            est.fit(data)
            return est
        """,
        'first = launch("ml.m5.large")',
        'launch("ml.m5.xlarge", count=4, max_run=600)',
    )
    assert [(j.job.instance_type, j.job.instance_count, j.job.max_runtime) for j in reading.jobs] == [
        ("ml.m5.large", 2, 86400),
        ("ml.m5.xlarge", 4, 600),
    ]
    assert [(j.cell, j.also_cells, j.in_function) for j in reading.jobs] == [(1, (2,), "launch"), (1, (3,), "launch")]


def test_a_function_called_in_a_loop_is_one_job_with_so_many_passes(read):
    reading = read(
        "def launch(kind):\n    Estimator(image, role, 1, kind).fit(data)",
        'for kind in ["ml.m5.large", "ml.c5.large", "ml.c5.xlarge"][:2]:\n    launch(kind)',
    )
    (found,) = reading.jobs
    assert found.passes == 2 and found.in_loop
    assert found.choices["instance_type"] == ("ml.m5.large", "ml.c5.large")
    assert [(job.instance_type, job.passes) for job in found.each] == [("ml.m5.large", 1), ("ml.c5.large", 1)]


def test_threads_and_executors_call_the_functions_they_are_handed(read):
    reading = read(
        """
        import threading, asyncio
        from concurrent.futures import ThreadPoolExecutor
        def launch(kind="ml.m5.large"):
            Estimator(image, role, 1, kind).fit(data)
        """,
        "t = threading.Thread(target=launch)\nt.start()",
        'with ThreadPoolExecutor() as pool:\n    future = pool.submit(launch, "ml.c5.large")',
        'await asyncio.to_thread(launch, kind="ml.r5.large")',
        'with ThreadPoolExecutor() as pool:\n    list(pool.map(launch, ["ml.p3.2xlarge"] * 3))',
    )
    assert types(reading) == ["ml.m5.large", "ml.c5.large", "ml.r5.large", "ml.p3.2xlarge"]
    assert reading.jobs[3].passes == 3


def test_a_function_that_returns_the_estimator_hands_it_on(read):
    reading = read(
        "def make(kind):\n    est = Estimator(image, role, 1, kind)\n    return est, kind",
        'est, name = make("ml.m5.2xlarge")\nest.fit(data)',
    )
    assert types(reading) == ["ml.m5.2xlarge"]


def test_a_function_that_is_never_called_is_optional(read):
    reading = read('def later():\n    Estimator(image, role, 1, "ml.m5.large").fit(data)')
    assert [found.optional for found in reading.jobs] == ["function never called"]


def test_loops_over_dictionaries_of_settings_know_each_pass(read):
    reading = read(
        """
        settings = {"small": {"kind": ("ml.m5.large", 1)}, "big": {"kind": ("ml.m5.4xlarge", 2)}}
        for name, setting in settings.items():
            kind, count = setting["kind"]
            Estimator(image, role, count, kind).fit(data)
        """
    )
    (found,) = reading.jobs
    assert found.passes == 2
    assert [(j.instance_type, j.instance_count) for j in found.each] == [("ml.m5.large", 1), ("ml.m5.4xlarge", 2)]


def test_a_long_loop_is_counted_and_an_endless_one_is_not(read):
    reading = read(
        'for i in range(1000):\n    Estimator(image, role, 1, "ml.m5.large").fit(data)',
        'for x in client_made_list():\n    Estimator(image, role, 1, "ml.m5.large").fit(data)',
    )
    assert [(found.in_loop, found.passes) for found in reading.jobs] == [(True, 1000), (True, None)]


def test_keyword_arguments_arrive_however_their_dictionary_was_filled(read):
    reading = read(
        """
        import copy
        common = dict(image_uri=image, role=role, instance_count=1)
        common["instance_type"] = "ml.m5.large"
        spot = copy.deepcopy(common)
        spot.update({"use_spot_instances": True, "max_wait": 7200}, max_run=3600)
        Estimator(**common).fit(data)
        Estimator(**spot).fit(data)
        Estimator(**{**common, "instance_type": "ml.c5.large"}).fit(data)
        """
    )
    assert [(j.job.instance_type, j.job.spot, j.job.max_wait) for j in reading.jobs] == [
        ("ml.m5.large", False, None),
        ("ml.m5.large", True, 7200),
        ("ml.c5.large", False, None),
    ]


def test_unknown_keyword_arguments_leave_the_type_unknown(read):
    (found,) = read("from helper import settings", "Estimator(image, role, **settings).fit(data)").jobs
    assert isinstance(found.job.instance_type, Unknown)


def test_positional_arguments_have_the_sdks_order(read):
    reading = read(
        """
        est = Estimator(image, role, 1, "ml.c4.2xlarge")
        est.fit(data)
        predictor = est.deploy(2, "ml.m4.xlarge")
        est.transformer(3, "ml.m5.large").transform(data)
        """
    )
    assert [(j.kind, j.job.instance_count, j.job.instance_type) for j in reading.jobs] == [
        ("training", 1, "ml.c4.2xlarge"),
        ("endpoint", 2, "ml.m4.xlarge"),
        ("transform", 3, "ml.m5.large"),
    ]


def test_texts_and_numbers_are_computed(read):
    (found,) = read(
        """
        family, hours = "m5", 2
        Estimator(image, role, 1, f"ml.{family}.{'x'}large", max_run=hours * 60 * 60, volume_size=int("50")).fit(data)
        """
    ).jobs
    assert (found.job.instance_type, found.job.max_runtime, found.job.volume_gb) == ("ml.m5.xlarge", 7200, 50)


def test_classes_of_the_notebook_keep_what_their_constructor_sets(read):
    reading = read(
        """
        class Runner:
            kind = "ml.m5.large"
            def __init__(self, count):
                self.est = Estimator(image, role, count, self.kind)
            def go(self):
                self.est.fit(data)
        class Big(Runner):
            kind = "ml.m5.4xlarge"
        """,
        "Runner(1).go()\nBig(2).go()",
    )
    assert types(reading) == ["ml.m5.large", "ml.m5.4xlarge"]


def test_a_wrong_value_is_never_made_of_a_power_or_a_long_text(read):
    (found,) = read('Estimator(image, role, 10 ** 10 ** 10, "ml.m5.large" * 10 ** 9).fit(data)').jobs
    assert isinstance(found.job.instance_count, Unknown) and isinstance(found.job.instance_type, Unknown)


def test_a_part_of_a_class_with_arguments_given_makes_estimators(read):
    (found,) = read(
        """
        from functools import partial
        make = partial(Estimator, image, role, instance_count=2)
        make(instance_type="ml.m5.large").fit(data)
        """
    ).jobs
    assert (found.job.instance_type, found.job.instance_count) == ("ml.m5.large", 2)


def test_defaults_of_a_lambda_are_its_arguments(read):
    (found,) = read(
        """
        make = lambda kind, count=3, *, other="ml.c5.large": Estimator(image, role, count, kind or other)
        make(None).fit(data)
        """
    ).jobs
    assert (found.job.instance_type, found.job.instance_count) == ("ml.c5.large", 3)


def test_a_loop_that_tries_until_it_goes_well_starts_one_job(read):
    reading = read(
        """
        while True:
            try:
                predictor = Estimator(image, role, 1, "ml.m5.large").deploy(1, "ml.c5.large")
                break
            except Exception:
                print("again")
        predictor.delete_endpoint()
        """
    )
    (found,) = reading.jobs
    assert (found.in_loop, found.job.deleted_later) == (False, True)


def test_a_loop_over_a_product_passes_each_combination(read):
    (found,) = read(
        """
        from itertools import product
        for kind, rate in product(["ml.m5.large", "ml.c5.large"], [0.1, 0.2, 0.3]):
            Estimator(image, role, 1, kind, hyperparameters={"rate": rate}).fit(data)
        """
    ).jobs
    assert (found.passes, found.choices["instance_type"]) == (6, ("ml.m5.large", "ml.c5.large"))


def test_a_loop_over_a_chain_passes_one_list_after_the_other(read):
    (found,) = read(
        """
        import itertools
        for kind in itertools.chain(["ml.m5.large"], ("ml.c5.large", "ml.m4.large")):
            Estimator(image, role, 1, kind).fit(data)
        """
    ).jobs
    assert (found.passes, found.choices["instance_type"]) == (3, ("ml.m5.large", "ml.c5.large", "ml.m4.large"))


def test_a_product_with_a_source_that_is_not_known_has_no_known_passes(read):
    (found,) = read(
        """
        import itertools
        for kind, name in itertools.product(["ml.m5.large"], open("names")):
            Estimator(image, role, 1, "ml.c5.large").fit(data)
        """
    ).jobs
    assert (found.in_loop, found.passes, found.job.instance_type) == (True, None, "ml.c5.large")
