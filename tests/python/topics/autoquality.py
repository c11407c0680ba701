"""toloka-kit's search for the settings of quality control."""

import math

import toloka.client as toloka
from toloka.autoquality import AutoQuality, default_calc_ranks, default_calc_scores

from .images import ANIMALS
from .jobs import (
    agree_on,
    answers_of,
    create_project,
    flow,
    inputs_of,
    new_pool,
    topics,
)


class SkillId(str):
    """The id of a skill, which is its own `id`."""

    id = property(str)


class Search(AutoQuality):
    """Looks at the pools more often than every 18 seconds.

    toloka-kit 1.2.3 puts whole skills where filters have an id, which are then
    refused; so its skills are nothing but their ids here.
    """

    def _create_skill_if_not_exists(self, skill_name):
        return SkillId(super()._create_skill_if_not_exists(skill_name).id)

    def _wait_pool_for_all_pools_to_close(self, minutes_to_wait=0.005):
        super()._wait_pool_for_all_pools_to_close(minutes_to_wait)


def score(client, pool_id, field):
    """Scores as by default, where equal accuracies have no interval."""
    scores = default_calc_scores(client, pool_id, field)
    for name in ("accuracy_golden", "accuracy_mv"):
        if math.isnan(scores[name]):
            scores[name] = 1.0
    return scores


def rank(scores):
    """Ranks as by default; of equals, the first is the best."""
    ranks = default_calc_ranks(scores)
    ranks["main_rank"] -= ranks.index * 1e-6
    return ranks


def golden(number):
    return toloka.Task(
        input_values={"image": f"https://example.com/g{number}.jpg"},
        known_solutions=[
            toloka.task.BaseTask.KnownSolution(
                output_values={"result": ANIMALS[number % len(ANIMALS)]}
            )
        ],
        infinite_overlap=True,
    )


@flow("careful")
def autoquality(client):
    more = {**topics["image_classification"], "tasks": 40}
    project = create_project(client, "autoquality", more)
    training = client.create_training(
        toloka.Training(
            project_id=project.id,
            private_name="Training",
            may_contain_adult_content=False,
            assignment_max_duration_seconds=600,
            mix_tasks_in_creation_order=True,
            shuffle_tasks_in_task_suite=True,
            training_tasks_in_task_suite_count=2,
            task_suites_required_to_pass=1,
            inherited_instructions=True,
        )
    )
    lessons = [golden(number) for number in range(2)]
    for lesson in lessons:
        lesson.pool_id = training.id
        lesson.message_on_unknown_solution = "Look again"
    client.create_tasks(lessons, allow_defaults=True)
    base = new_pool(project.id, "Base", golden=1)
    base.filter = toloka.filter.Languages.in_("EN")
    base = client.create_pool(base)
    search = Search(
        toloka_client=client,
        project_id=project.id,
        base_pool_id=base.id,
        training_pool_id=training.id,
        label_field="result",
        n_iter=2,
        parameter_distributions=dict(
            overlap=[2, 3],
            GoldenSet=dict(history_size=[5], incorrect_answers_rate=[70]),
            TrainingRequirement=dict(training_passing_skill_value=[40]),
        ),
        score_func=score,
        ranking_func=rank,
    )
    search.setup_pools()
    assert len(search.autoquality_pools) == 2, search.params
    tasks = [toloka.Task(input_values=values) for values in inputs_of(more)]
    search.create_tasks(tasks + [golden(number) for number in range(2, 30)])
    search.run()
    overlaps = {}
    for pool in search.autoquality_pools:
        scores = search.scores[pool.id]["score"]
        assert scores is not None, "the scores cannot be computed"
        # lower ends of confidence intervals over a few people
        assert 0.5 < scores["accuracy_golden"] <= 1, scores
        assert 0.5 < scores["accuracy_mv"] <= 1, scores
        agree_on(answers_of(client, pool.id), "result")
        overlaps[pool.id] = search.params[pool.id]["overlap"]
    assert sorted(overlaps.values()) == [2, 3], overlaps
    assert search.best_pool.id in overlaps
    assert search.best_pool_params["overlap"] == overlaps[search.best_pool_id]
    search.archive_autoquality_pools()
    assert all(pool.is_archived() for pool in search.autoquality_pools)
