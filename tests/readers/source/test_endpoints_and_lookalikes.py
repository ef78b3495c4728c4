"""Hard cases 12 and 13: what is no SageMaker job, and which endpoint a delete reaches."""

from __future__ import annotations

import pytest

from jupyter_green.job import Unknown

MODEL = """
from sagemaker.model import Model
from sagemaker.predictor import Predictor
def model():
    return Model(image, model_data=data, role=role)
"""


def deleted(reading):
    return [found.job.deleted_later for found in reading.jobs]


def test_classes_and_verbs_of_other_libraries_are_no_jobs(read):
    reading = read(
        """
        import subprocess, tensorflow as tf
        from sklearn.cluster import KMeans
        from sklearn.decomposition import PCA
        from sklearn.pipeline import Pipeline
        from transformers import Trainer, TrainingArguments
        from nlp_tools import Processor
        from keras import Model
        KMeans(n_clusters=10).fit(data)
        PCA(2).fit(data).transform(data)
        pipe = Pipeline(steps=[("pca", PCA())])
        pipe.fit(data)
        Trainer(model=data, args=TrainingArguments("o")).train()
        Processor("en").run("text")
        net = Model(inputs=[], outputs=[])
        net.compile(optimizer="adam")
        net.fit(data)
        subprocess.run(["ls"])
        process = subprocess
        process.run(["ls"])
        with tf.Session() as sess:
            sess.run(data)
        """,
        """
        from sagemaker.feature_store.feature_group import FeatureGroup
        from smexperiments.experiment import Experiment
        group = FeatureGroup(name="g", sagemaker_session=sagemaker.Session())
        group.create(s3_uri=data, record_identifier_name="id", role_arn=role, enable_online_store=False)
        query = group.athena_query()
        query.run(query_string="select 1", output_location=data)
        Experiment.create(experiment_name="e")
        chain.run("question")
        producer.start()
        boto3.client("redshift").create_cluster(ClusterIdentifier="c", NodeType="dc2.large")
        boto3.client("ecs").create_cluster(clusterName="c")
        boto3.client("comprehend").create_endpoint(EndpointName="c", DesiredInferenceUnits=1)
        """,
    )
    assert reading.jobs == ()


def test_creating_a_pipeline_or_a_model_starts_nothing(read):
    reading = read(
        """
        from sagemaker.workflow.pipeline import Pipeline
        from sagemaker.model import Model
        pipeline = Pipeline(name="p", steps=[])
        pipeline.upsert(role_arn=role)
        pipeline.create(role)
        Model(image).create(instance_type="ml.m5.large")
        sm.create_model(ModelName="m", PrimaryContainer={"Image": image})
        # Estimator(image, role, 1, "ml.m5.large").fit(data)
        """
    )
    assert reading.jobs == ()


def test_a_predictor_deletes_the_endpoint_it_stands_for(read):
    reading = read(
        MODEL,
        'one = model().deploy(1, "ml.m5.large")\ntwo = model().deploy(1, "ml.c5.large")',
        "two.predict(data)\ntwo.delete_endpoint(delete_endpoint_config=True)",
    )
    assert deleted(reading) == [False, True]


@pytest.mark.parametrize(
    "clean_up",
    [
        "predictor.delete_predictor()",
        "sagemaker.Session().delete_endpoint(predictor.endpoint_name)",
        'sm.delete_endpoint(EndpointName="the-endpoint")',
        'for name in ["other", "the-endpoint"]:\n    sm.delete_endpoint(EndpointName=name)',
        "def clean(name):\n    sm.delete_endpoint(EndpointName=name)\nclean(predictor.endpoint_name)",
        "try:\n    predictor.predict(1)\nfinally:\n    predictor.delete_endpoint()",
        'Predictor(endpoint_name="the-endpoint").delete_endpoint()',
        "[p.delete_endpoint() for p in (predictor,)]",
        "m.delete_endpoint()",
        "from helpers import delete_endpoint\ndelete_endpoint(predictor)",
        'import helpers\nhelpers.clean_up_all("model", "the-endpoint", client=sm)',
        "!aws sagemaker delete-endpoint --region r --endpoint-name {predictor.endpoint_name}",
        "!aws sagemaker delete-endpoint --endpoint-name the-endpoint",
        """!aws sagemaker delete-endpoint --endpoint-name {"-".join(["the", "endpoint"])}""",
    ],
)
def test_each_way_to_delete_is_joined_to_its_endpoint(read, clean_up):
    deploy = 'm = model()\npredictor = m.deploy(1, "ml.m5.large", endpoint_name="the-endpoint")'
    assert deleted(read(MODEL, deploy, clean_up)) == [True]


@pytest.mark.parametrize(
    "clean_up",
    [
        "# predictor.delete_endpoint()",
        "if False:\n    predictor.delete_endpoint()",
        'sm.delete_endpoint(EndpointName="another")',
        "def clean():\n    predictor.delete_endpoint()",
        "predictor.delete_model()",
        "from helpers import delete_endpoint_config\ndelete_endpoint_config(predictor.endpoint_name)",
        "%%writefile clean.py\npredictor.delete_endpoint()",
    ],
)
def test_a_delete_that_does_not_reach_the_endpoint_does_not_count(read, clean_up):
    assert deleted(read(MODEL, 'predictor = model().deploy(1, "ml.m5.large", endpoint_name="e")', clean_up)) == [False]


def test_a_clean_up_before_the_deploy_is_of_an_older_endpoint(read):
    reading = read(
        MODEL,
        'sm.delete_endpoint(EndpointName="e")',
        'model().deploy(1, "ml.m5.large", endpoint_name="e")',
    )
    assert deleted(reading) == [False]


def test_a_variable_bound_again_deletes_only_the_later_endpoint(read):
    reading = read(
        MODEL,
        'predictor = model().deploy(1, "ml.m5.large")',
        'predictor = model().deploy(1, "ml.c5.large")',
        "predictor.delete_endpoint()",
    )
    assert deleted(reading) == [False, True]


def test_names_made_at_run_time_are_followed_through_text_and_lists(read):
    reading = read(
        """
        from time import time
        names = []
        for kind in ("ml.m5.large", "ml.c5.large"):
            name = "e-" + str(time())
            sm.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[
                {"InstanceType": kind, "InitialInstanceCount": 1, "ModelName": "m"}])
            sm.create_endpoint(EndpointName=name.replace("e-", "f-"), EndpointConfigName=name)
            names.append(name)
        """,
        'for name in names:\n    sm.delete_endpoint(EndpointName=name.replace("e-", "f-"))',
    )
    (found,) = reading.jobs
    assert (found.passes, found.job.deleted_later) == (2, True)


def test_a_loop_of_unknown_length_that_keeps_one_predictor_deletes_one_endpoint(read):
    reading = read(MODEL, 'for x in unknown():\n    p = model().deploy(1, "ml.m5.large")', "p.delete_endpoint()")
    assert deleted(reading) == [False]


def test_a_delete_of_an_unknown_name_is_said_to_be_unknown_when_several_endpoints_run(read):
    reading = read(
        MODEL,
        'a = model().deploy(1, "ml.m5.large")\nb = model().deploy(1, "ml.c5.large")',
        "for e in sm.list_endpoints()['Endpoints']:\n    sm.delete_endpoint(EndpointName=e['EndpointName'])",
    )
    assert all(isinstance(state, Unknown) for state in deleted(reading))


def test_deletes_of_tuners_and_estimators_count(read):
    reading = read(
        """
        from sagemaker.tuner import HyperparameterTuner
        est = Estimator(image, role, 1, "ml.m5.large")
        tuner = HyperparameterTuner(est, "auc", {})
        tuner.fit(data)
        tuner.deploy(1, "ml.m5.large")
        est.deploy(1, "ml.c5.large")
        tuner.delete_endpoint()
        est.delete_endpoint()
        """
    )
    assert [j.job.deleted_later for j in reading.jobs if j.kind == "endpoint"] == [True, True]


def test_an_update_is_not_a_second_endpoint(read):
    reading = read(
        MODEL,
        'p = model().deploy(1, "ml.m5.large")',
        'p.update_endpoint(initial_instance_count=2, instance_type="ml.c5.large")',
    )
    assert [(j.kind, j.job.kind, j.job.instance_type) for j in reading.jobs] == [
        ("endpoint", "endpoint", "ml.m5.large"),
        ("endpoint-update", "endpoint", "ml.c5.large"),
    ]


def test_a_deploy_that_updates_is_of_the_same_endpoint(read):
    reading = read(
        MODEL,
        'p = model().deploy(1, "ml.m5.large", endpoint_name="e")',
        'p = model().deploy(2, "ml.m5.large", endpoint_name="e", update_endpoint=True)',
        "p.delete_endpoint()",
    )
    assert [(j.kind, j.job.deleted_later) for j in reading.jobs] == [("endpoint", True), ("endpoint-update", True)]
    assert [found.replaced for found in reading.jobs] == [True, False]


def test_an_update_replaces_no_endpoint_but_its_own_and_none_where_it_may_not_run(read):
    reading = read(
        MODEL,
        """
        for name in ("a", "b"):
            model().deploy(1, "ml.m5.large", endpoint_name=name)
        model().deploy(1, "ml.m5.large", endpoint_name="c")
        model().deploy(2, "ml.m5.large", endpoint_name="a", update_endpoint=True)
        def never():
            model().deploy(2, "ml.m5.large", endpoint_name="c", update_endpoint=True)
        """,
    )
    assert [found.replaced for found in reading.jobs] == [False] * 4


def test_an_update_that_says_no_instances_replaces_none(read):
    reading = read(
        MODEL,
        'model().deploy(1, "ml.m5.large", endpoint_name="e").update_endpoint(model_name="other")',
        'sm.update_endpoint(EndpointName="e", EndpointConfigName="made elsewhere")',
    )
    assert [(found.kind, found.replaced) for found in reading.jobs] == [
        ("endpoint", False),
        ("endpoint-update", False),
        ("endpoint-update", False),
    ]


def test_serverless_deploys_have_no_instance(read):
    (found,) = read(
        MODEL,
        """
        from sagemaker.serverless import ServerlessInferenceConfig
        model().deploy(serverless_inference_config=ServerlessInferenceConfig(4096, max_concurrency=3))
        """,
    ).jobs
    job = found.job
    assert (job.mode, job.instance_type) == ("serverless", None)
    assert (job.serverless_memory_mb, job.serverless_max_concurrency) == (4096, 3)
