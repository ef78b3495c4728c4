"""Hard cases 11 and 14: cells that do not parse, magics, other languages, broken files; and the places of arguments."""

from __future__ import annotations

import gc
import json
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_green.job import Unknown
from jupyter_green.readers.cells import SourceCell, blank_magics, cells_of_notebook
from jupyter_green.readers.source import read_cells, read_file, read_notebook
from tests.support.sample import examples

FIT = 'Estimator(image, role, 1, "ml.m5.large").fit(data)'


def notebook(*sources: str, **metadata: object) -> bytes:
    cells = [{"cell_type": "code", "source": s.splitlines(keepends=True), "outputs": []} for s in sources]
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.mark.parametrize(
    "cell",
    [
        "%%time\n" + FIT,
        "%%local\n" + FIT,
        "%%capture out\n" + FIT,
        "%time " + FIT,
        "!pip install -q sagemaker\n%matplotlib inline\n" + FIT,
        "!aws s3 cp a \\\n    b --recursive\n" + FIT,
        "pip install sagemaker\n" + FIT,
        "files = !ls\n" + FIT,
        "x = # fill in\n" + FIT,
        "x =\n" + FIT,
        "bucket = <YOUR BUCKET>\n" + FIT,
        "est = Estimator?\n" + FIT,
        "?Estimator\n" + FIT,
        'd = {"a": 1}\nprint(f"{d["a"]}")\n' + FIT,
        'print(f"a {} b")\n' + FIT,
        "if True:\n    !mkdir data\n    " + FIT,
        "    " + FIT,
        "def broken(:\n    pass\n\n" + FIT,
        "print 'python two'\n" + FIT,
        'text = "%s" \\\n    % role\n' + FIT,
    ],
)
def test_a_job_is_found_beside_what_is_not_python(read, cell):
    assert [found.job.instance_type for found in read(cell).jobs] == ["ml.m5.large"]


@pytest.mark.parametrize("magic", ["%%sh", "%%bash", "%%writefile train.py", "%%html", "%%javascript", "%%R"])
def test_cells_of_another_language_hold_no_jobs(read, magic):
    reading = read(f"{magic}\n{FIT}")
    assert reading.jobs == ()
    assert reading.not_understood == ((1, "a cell of another language"),)


def test_a_value_left_to_be_filled_in_makes_the_argument_unknown(read):
    (found,) = read("kind = # fill in", "Estimator(image, role, 1, kind).fit(data)").jobs
    assert not isinstance(found.job.instance_type, str)


def test_a_call_with_a_value_left_to_be_filled_in_is_still_found(read):
    (found,) = read("Estimator(image,\n    role=role,\n    instance_count=1,\n    instance_type=,\n).fit(data)").jobs
    assert found.job.instance_count == 1 and not isinstance(found.job.instance_type, str)


@pytest.mark.parametrize("remark", ["", "  # where the script is", "  # first\n    # second"])
def test_a_comma_left_out_between_arguments_is_put_in(read, remark):
    call = f'est = Estimator(image, role,\n    tags=[]{remark}\n    instance_type="ml.c5.large", instance_count=2)'
    (found,) = read(call, "est.fit(data)").jobs
    assert (found.job.instance_type, found.job.instance_count) == ("ml.c5.large", 2)


@pytest.mark.parametrize("closing", ["))", ")\n    ),\n)", ")\n)"])
def test_brackets_that_close_nothing_are_left_out(read, closing):
    (found,) = read(f'est = Estimator(image, role, 2, instance_type="ml.c5.large"\n{closing}\nest.fit(data)').jobs
    assert (found.job.instance_type, found.job.instance_count) == ("ml.c5.large", 2)


@pytest.mark.parametrize("after", ["", "\n\nest.name = 1"])
def test_a_call_that_is_never_closed_ends_where_its_statement_does(read, after):
    (found,) = read(f'est = Estimator(image, role, 2,\n    instance_type="ml.c5.large"{after}', "est.fit(data)").jobs
    assert (found.job.instance_type, found.job.instance_count) == ("ml.c5.large", 2)


def test_a_name_made_by_a_call_that_does_not_parse_is_still_an_object_of_its_class(read):
    (found,) = read('est = Estimator(image, ) role,\n    instance_type="ml.c5.large")', "est.fit(data)").jobs
    assert found.kind == "training" and isinstance(found.job.instance_type, Unknown)


def test_a_variable_restored_from_another_notebook_is_no_longer_known(read):
    (found,) = read('kind = "ml.m5.large"', "%store -r kind role", "Estimator(image, role, 1, kind).fit(data)").jobs
    assert not isinstance(found.job.instance_type, str)


def test_blanking_keeps_every_line_and_column():
    source = "import os\n!ls -la\nx = 1\n%time y = fit( 2 )\nz = !ls"
    blanked = blank_magics(source)
    assert blanked is not None
    lines = blanked.split("\n")
    assert len(lines) == 5 and lines[2] == "x = 1"
    assert lines[3].index("y = fit( 2 )") == source.split("\n")[3].index("y = fit( 2 )")


def test_notebooks_of_other_kernels_are_not_read():
    data = notebook("import sagemaker", FIT, kernelspec={"name": "ir", "language": "R"})
    assert read_notebook(data).language == "r"
    assert read_notebook(data).jobs == ()


def test_old_notebooks_have_their_cells_in_worksheets():
    cell = {"cell_type": "code", "input": ["import sagemaker\n", f"sagemaker.estimator.{FIT}"], "outputs": []}
    old = {"nbformat": 3, "metadata": {}, "worksheets": [{"cells": [{"cell_type": "markdown", "source": ""}, cell]}]}
    (found,) = read_notebook(json.dumps(old)).jobs
    assert (found.cell, found.line) == (1, 2)


@pytest.mark.parametrize(
    "value",
    [None, 3, [], {"cells": 3}, {"cells": [None, 3, {"cell_type": 7, "source": {"a": 1}}]}, {"worksheets": [4]}],
)
def test_odd_notebooks_have_no_jobs_and_raise_nothing(value):
    assert all(isinstance(cell.source, str) for cell in cells_of_notebook(value))
    assert read_notebook(json.dumps([value, "sagemaker"] if value is None else value) + " ").jobs == ()


def test_broken_json_is_a_value_error():
    with pytest.raises(ValueError, match=r"."):
        read_notebook(b'{"cells": ["sagemaker"')
    with pytest.raises(ValueError, match=r"."):
        read_notebook(b'"sagemaker"' + b"[" * 200_000)


def test_a_python_file_is_one_cell(tmp_path):
    path = tmp_path / "train.py"
    path.write_text(f'from sagemaker.estimator import Estimator\nif __name__ == "__main__":\n    {FIT}\n')
    (found,) = read_file(path).jobs
    assert (found.cell, found.line) == (0, 3)


def test_lone_surrogates_and_null_bytes_do_no_harm(read):
    assert len(read("x = '\ud800'\n" + FIT, "y = '\x00'", FIT).jobs) == 2


def test_the_places_of_a_literal_and_of_the_argument_are_told():
    cells = [
        'import sagemaker\nµ, kind = "é", 1; kind = "ml.m5.large"',
        'est = sagemaker.estimator.Estimator("é", "r", instance_count=2,\n    instance_type=kind)\nest.fit()',
    ]
    (found,) = read_cells([SourceCell(i, text) for i, text in enumerate(cells)]).jobs
    written = found.written["instance_type"]
    assert cells[0][written.value.start : written.value.end] == '"ml.m5.large"'
    assert cells[1][written.argument.start : written.argument.end] == "kind"
    assert written.variable == "kind"
    count = found.written["instance_count"]
    assert count.value == count.argument and cells[1][count.value.start : count.value.end] == "2"
    assert cells[1][found.made_at.start : found.made_at.end].startswith("sagemaker.estimator.Estimator(")
    assert cells[1][found.started_at.start : found.started_at.end] == "est.fit()"
    origin = found.job.origin("instance_type")
    assert (origin.place, origin.cell, origin.span) == ("source", 0, (written.value.start, written.value.end))


def test_the_uses_of_a_variable_are_counted(read):
    reading = read('kind = "ml.m5.large"', "Estimator(image, role, 1, kind).fit(data)", "print(kind, other.kind)")
    assert reading.uses("kind") == 3


def test_a_literal_inside_a_dictionary_is_placed(read):
    text = 'settings = {"instance_type": "ml.m5.large", "instance_count": 1}\nEstimator(image, role, **settings).fit()'
    place = read(text).jobs[0].written["instance_type"].value
    assert text[place.start : place.end] == '"ml.m5.large"'


def test_a_computed_argument_has_no_literal_to_change(read):
    written = read('Estimator(image, role, 1, instance_type="ml." + "m5.large").fit()').jobs[0].written["instance_type"]
    assert written.value is None and written.argument is not None


def test_regions_that_stand_as_literals_are_told(read):
    reading = read('region = "eu-west-1"', '# old = "us-east-1"', FIT)
    assert reading.regions == ("eu-west-1",)


def test_a_notebook_without_aws_ml_costs_next_to_nothing():
    cells = [f"import pandas as pd\nframe_{i} = pd.read_csv('x{i}.csv')\nframe_{i}.plot()" for i in range(200)]
    data = notebook(*cells)
    times = []
    for _ in range(20):
        begin = time.thread_time()
        assert read_notebook(data).jobs == ()
        times.append(time.thread_time() - begin)
    assert min(times) < 0.3e-3


def test_work_is_bounded_whatever_the_code_says(read):
    doubled = [f"def f{i}(x):\n    return f{i - 1}(f{i - 1}(x))" for i in range(1, 30)]
    loops = "".join(" " * i + f"for x{i} in range(20):\n" for i in range(5))
    reading = read(
        "def again(n):\n    again(n + 1)\n    again(n + 2)\nagain(0)",
        "\n".join(["def f0(x):\n    return [x, x]", *doubled, "f29(1)"]),
        loops + "     found.append(1)",
        FIT,
    )
    assert [found.cell for found in reading.jobs] == [4]


_WORDS = [
    "Estimator(image, role, 1, 'ml.m5.large')", ".fit(data)", "est", " = ", "\n", "if ", "x", ":", "    ", "for ",
    "[1, 2]", "(", ")", "{", "}", "'", '"""', "f'{x}'", "%%time\n", "!ls", "def f(x):\n", "return ", "lambda: ", "**",
    "sm.create_endpoint(EndpointName=x)", "import sagemaker", "class A(Estimator):\n", "super().__init__(", ",", " in ",
    "est.deploy(1, x)", "[est.fit(i) for i in x]", "\\", "#", "await ", "yield ", "\ud800", "\x00", "é", "del est",
]  # fmt: skip


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(st.lists(st.sampled_from(_WORDS), max_size=25).map("".join), min_size=1, max_size=4))
def test_no_text_makes_the_reader_fail(sources):
    cells = [SourceCell(0, "import sagemaker\nfrom sagemaker.estimator import Estimator\nimage = role = data = 'x'")]
    cells += [SourceCell(i + 1, source) for i, source in enumerate(sources)]
    reading = read_cells(cells)
    for found in reading.jobs:
        for written in found.written.values():
            for place in (written.value, written.argument):
                assert place is None or 0 <= place.start <= place.end <= len(cells[place.cell].source)


def test_cut_and_shuffled_code_makes_the_reader_fail_nowhere():
    rng = random.Random(7)
    text = (
        "from sagemaker.estimator import Estimator\nimport boto3\nsm = boto3.client('sagemaker')\n"
        "def go(kind, n=1, *rest, **more):\n    est = Estimator('i', 'r', n, kind, **more)\n    est.fit('s3://b')\n"
        "    return est.deploy(1, kind)\nfor k, v in {'a': ('ml.m5.large', 2)}.items():\n    p = go(*v)\n"
        "    p.delete_endpoint()\nsm.create_training_job(**{'ResourceConfig': {'InstanceType': 'ml.m5.large'}})\n"
    )
    for _ in range(300):
        at, to = sorted(rng.sample(range(len(text)), 2))
        piece = text[:at] + text[at:to][::-1] if rng.random() < 0.3 else text[:at] + text[to:]
        read_cells([SourceCell(0, "import sagemaker\n" + piece)])


def test_python_does_not_comment_on_the_notebooks_literals(read, recwarn):
    read('pattern = "\\d+\\s"\nx = 1if 2 else 3\n' + FIT)
    assert not list(recwarn)


def test_positional_and_nested_arguments_are_placed_in_their_own_call(read):
    text = """from sagemaker.train import ModelTrainer
from sagemaker.train.configs import Compute
kind, many = "ml.m5.large", 3
est = Estimator(image, role, many, kind)
est.transformer(many, kind).transform(data)
est.deploy(many, kind)
ModelTrainer(training_image=image, compute=Compute(instance_type=kind, instance_count=many)).train()"""
    jobs = read(text).jobs
    lines = text.split("\n")
    for found, line in zip(jobs, (lines[4], lines[5], lines[6]), strict=True):
        for field, name in (("instance_type", "kind"), ("instance_count", "many")):
            written = found.written[field]
            assert text[written.argument.start : written.argument.end] == name == written.variable
            assert text.split("\n")[written.argument.line - 1] == line


def test_a_default_of_a_nested_configuration_is_said_to_be_one(read):
    (found,) = read(
        """
        from sagemaker.train import ModelTrainer
        from sagemaker.train.configs import Compute
        ModelTrainer(training_image=image, compute=Compute(instance_type="ml.g5.xlarge")).train()
        """
    ).jobs
    assert (found.job.instance_count, found.job.origin("instance_count").status) == (1, "defaulted")


def test_a_variable_between_a_request_or_a_function_and_its_literal_is_named(read):
    reading = read(
        """
        kind = "ml.m5.large"
        sm.create_training_job(TrainingJobName="t", ResourceConfig={"InstanceType": kind, "InstanceCount": 1})
        """,
        'def launch(size="ml.c5.large"):\n    Estimator(image, role, 1, size).fit(data)\nlaunch()',
    )
    request, call = reading.jobs
    assert request.written["instance_type"].variable == "kind"
    assert request.written["instance_count"].variable is None
    assert call.written["instance_type"].variable == "size"


def test_nothing_of_a_reading_is_left_for_the_garbage_collector(read):
    def again():
        return read(
            """
            class Trainer:
                def __init__(self, kind):
                    self.estimator = Estimator(image, role, 1, kind)

                def train(self):
                    self.estimator.fit(data)
                    return self.estimator.deploy(1, "ml.m5.large")


            def names(count):
                return [f"job-{i}" for i in range(count) if i % 2]
            """,
            "predictors = {name: Trainer('ml.m5.xlarge').train() for name in names(4)}",
            "for predictor in predictors.values():\\n    predictor.delete_endpoint()",
        )

    again()  # what is remembered from one reading to the next is made now
    gc.collect()
    gc.disable()
    try:
        assert len(again().jobs) == 2
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_cell_that_is_too_long_is_left_out_and_the_limit_named():
    start = "from sagemaker.estimator import Estimator\nEstimator('image', 'role', 1, 'ml.m5.large').fit()"
    made = read_cells([SourceCell(0, start), SourceCell(1, start + "\nx = 1" * 100_000)])
    assert [found.cell for found in made.jobs] == [0]
    assert made.not_understood == ((1, "has more than 400,000 characters and was not read"),)


def test_the_good_lines_before_a_broken_one_are_read(read):
    reading = read(
        "from sagemaker.pytorch import PyTorch\n"
        "est = PyTorch('t.py', role='r', instance_count=1, instance_type='ml.p3.2xlarge')\n"
        "est.fit('s3://b')\n\tfoo bar baz("
    )
    assert [one.job.instance_type for one in reading.jobs] == ["ml.p3.2xlarge"]
