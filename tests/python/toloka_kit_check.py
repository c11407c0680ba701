"""A full labelling job of toloka-kit 1.2.3, unchanged, against the simulator.

python toloka_kit_check.py URL

Prints a line for each step. What a step finds wrong ends the check.
"""

import asyncio
import datetime
import io
import logging
import sys
import time
import traceback
import warnings
from decimal import Decimal

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)

import toloka.client as toloka  # noqa: E402
from toloka.client.analytics_request import (  # noqa: E402
    ApprovedAssignmentsCountPoolAnalytics,
    CompletionPercentagePoolAnalytics,
    RealTasksCountPoolAnalytics,
    SubmittedAssignmentsCountPoolAnalytics,
    UniqueWorkersCountPoolAnalytics,
)
from toloka.client.exceptions import (  # noqa: E402
    AccessDeniedApiError,
    DoesNotExistApiError,
    IncorrectActionsApiError,
    ValidationApiError,
)
from toloka.client.search_requests import AssignmentSearchRequest  # noqa: E402
from toloka.streaming import (  # noqa: E402
    AssignmentsObserver,
    Pipeline,
    PoolStatusObserver,
)

LABELS = ["cat", "dog", "bird"]
GENERAL = 40
GOLDEN = 6
OVERLAP = 3
WAIT = datetime.timedelta(seconds=60)

steps = []


def step(function):
    steps.append(function)
    return function


class Job:
    """What the steps tell each other."""


@step
def requester(client, job):
    found = client.get_requester()
    assert found.balance > 0, found
    job.balance = found.balance


@step
def project(client, job):
    made = client.create_project(
        toloka.Project(
            public_name="Cats and dogs",
            public_description="Say what you see",
            public_instructions="Look at the picture",
            task_spec=toloka.project.task_spec.TaskSpec(
                input_spec={"image": toloka.project.UrlSpec()},
                output_spec={
                    "label": toloka.project.StringSpec(allowed_values=LABELS),
                },
                view_spec=toloka.project.TemplateBuilderViewSpec(
                    view=toloka.project.template_builder.view.ImageViewV1(
                        toloka.project.template_builder.data.InputData("image")
                    ),
                ),
            ),
        )
    )
    job.project = client.get_project(made.id)
    assert job.project == made
    job.project.public_description = "Tell what you see"
    changed = client.update_project(made.id, job.project)
    assert changed.public_description == "Tell what you see"
    assert made.id in [found.id for found in client.get_projects(status="ACTIVE")]


@step
def skill(client, job):
    job.skill = client.create_skill(name="Animals", hidden=True)
    assert client.get_skill(job.skill.id).name == "Animals"
    assert job.skill.id in [found.id for found in client.get_skills(name="Animals")]


@step
def training(client, job):
    job.training = client.create_training(
        toloka.Training(
            project_id=job.project.id,
            private_name="Training",
            may_contain_adult_content=False,
            assignment_max_duration_seconds=600,
            mix_tasks_in_creation_order=True,
            shuffle_tasks_in_task_suite=True,
            training_tasks_in_task_suite_count=2,
            task_suites_required_to_pass=1,
            retry_training_after_days=5,
            inherited_instructions=True,
        )
    )
    made = client.create_tasks(
        [
            toloka.Task(
                pool_id=job.training.id,
                input_values={"image": f"https://example.com/training{i}.jpg"},
                known_solutions=[
                    toloka.task.BaseTask.KnownSolution(
                        output_values={"label": LABELS[i % 3]}
                    )
                ],
                message_on_unknown_solution=f"This is a {LABELS[i % 3]}",
                infinite_overlap=True,
            )
            for i in range(6)
        ],
        allow_defaults=True,
    )
    assert len(made.items) == 6, made
    opened = client.open_training(job.training.id)
    assert opened.is_open(), opened
    assert client.open_training_async(job.training.id) is None  # 204


@step
def pool(client, job):
    pool = toloka.Pool(
        project_id=job.project.id,
        private_name="Pictures",
        may_contain_adult_content=False,
        will_expire=datetime.datetime.utcnow() + datetime.timedelta(days=365),
        reward_per_assignment=0.05,
        assignment_max_duration_seconds=600,
        auto_accept_solutions=False,
        auto_accept_period_day=14,
        auto_close_after_complete_delay_seconds=60,
    )
    pool.set_mixer_config(
        real_tasks_count=4,
        golden_tasks_count=1,
        training_tasks_count=0,
        min_real_tasks_count=1,
    )
    pool.defaults = toloka.Pool.Defaults(
        default_overlap_for_new_tasks=OVERLAP,
        default_overlap_for_new_task_suites=OVERLAP,
    )
    pool.filter = toloka.filter.Languages.in_("EN")
    pool.set_training_requirement(
        training_pool_id=job.training.id, training_passing_skill_value=0
    )
    pool.quality_control.add_action(
        collector=toloka.collectors.GoldenSet(history_size=10),
        conditions=[toloka.conditions.TotalAnswersCount > 0],
        action=toloka.actions.SetSkillFromOutputField(
            skill_id=job.skill.id, from_field="correct_answers_rate"
        ),
    )
    pool.quality_control.add_action(
        collector=toloka.collectors.SkippedInRowAssignments(),
        conditions=[toloka.conditions.SkippedInRowCount >= 10],
        action=toloka.actions.RestrictionV2(
            scope=toloka.user_restriction.UserRestriction.PROJECT,
            duration=1,
            duration_unit=toloka.user_restriction.DurationUnit.DAYS,
            private_comment="Skips too much",
        ),
    )
    job.pool = client.create_pool(pool)
    assert job.pool.is_closed()
    found = client.get_pool(job.pool.id)
    assert found.quality_control.configs[0].rules[0].action == (
        pool.quality_control.configs[0].rules[0].action
    )
    job.pool.private_name = "More pictures"
    assert client.update_pool(job.pool.id, job.pool).private_name == "More pictures"
    assert client.patch_pool(job.pool.id, priority=10).priority == 10
    clone = client.clone_pool(job.pool.id)
    assert clone.id != job.pool.id and clone.is_closed()
    assert client.archive_pool(clone.id).is_archived()


@step
def mistakes(client, job):
    expect(DoesNotExistApiError, client.get_pool, "1")
    expect(IncorrectActionsApiError, client.open_pool, job.pool.id)  # it is empty
    wrong = toloka.Task(pool_id=job.pool.id, input_values={"image": "no url"})
    error = expect(
        ValidationApiError, client.create_task, wrong, allow_defaults=True
    )
    assert "input_values.image" in str(error), error
    stranger = toloka.TolokaClient(
        client.token, url=client.url, act_under_account_id="stranger"
    )
    expect(AccessDeniedApiError, stranger.get_requester)


@step
def tasks(client, job):
    general = [
        toloka.Task(
            pool_id=job.pool.id,
            input_values={"image": f"https://example.com/{i}.jpg"},
        )
        for i in range(GENERAL)
    ]
    wrong = toloka.Task(pool_id=job.pool.id, input_values={"picture": "none"})
    made = client.create_tasks(
        general + [wrong], allow_defaults=True, skip_invalid_items=True
    )
    assert sorted(map(int, made.items)) == list(range(GENERAL)), made
    assert list(made.validation_errors) == [str(GENERAL)], made
    for index, task in made.items.items():
        image = f"https://example.com/{index}.jpg"
        assert task.input_values["image"] == image, task
    golden = client.create_tasks(
        [
            toloka.Task(
                pool_id=job.pool.id,
                input_values={"image": f"https://example.com/golden{i}.jpg"},
                known_solutions=[
                    toloka.task.BaseTask.KnownSolution(
                        output_values={"label": LABELS[i % 3]}
                    )
                ],
                infinite_overlap=True,
            )
            for i in range(GOLDEN)
        ],
        async_mode=False,
        allow_defaults=True,
    )
    assert len(golden.items) == GOLDEN
    one = client.create_task(
        toloka.Task(
            pool_id=job.pool.id,
            input_values={"image": "https://example.com/one.jpg"},
            overlap=1,
        )
    )
    assert one.overlap == 1
    changed = client.patch_task_overlap_or_min(one.id, overlap=OVERLAP)
    assert changed.overlap == OVERLAP
    found = list(client.get_tasks(pool_id=job.pool.id))
    assert len(found) == GENERAL + GOLDEN + 1
    assert client.get_task(one.id).input_values == one.input_values
    job.tasks = {task.id: task for task in found}


@step
def webhooks(client, job):
    made = client.upsert_webhook_subscriptions(
        [
            {
                "webhook_url": "http://127.0.0.1:9/hook",
                "event_type": toloka.webhook_subscription.WebhookSubscription.EventType.POOL_CLOSED,
                "pool_id": job.pool.id,
            }
        ]
    )
    subscription = made.items["0"]
    assert client.get_webhook_subscription(subscription.id).pool_id == job.pool.id
    assert len(list(client.get_webhook_subscriptions(pool_id=job.pool.id))) == 1
    client.delete_webhook_subscription(subscription.id)
    assert not list(client.get_webhook_subscriptions(pool_id=job.pool.id))


@step
def open_pool(client, job):
    operation = client.open_pool_async(job.pool.id)
    operation = client.wait_operation(operation, timeout=WAIT)
    assert operation.is_completed(), operation


@step
def answers(client, job):
    wait(lambda: client.get_pool(job.pool.id).is_closed(), "the pool to close")
    closed = client.get_pool(job.pool.id)
    assert closed.last_close_reason == toloka.Pool.CloseReason.COMPLETED, closed
    job.submitted = list(
        client.get_assignments(pool_id=job.pool.id, status="SUBMITTED")
    )
    assert job.submitted
    counts = {task_id: 0 for task_id in job.tasks}
    for assignment in job.submitted:
        assert len(assignment.tasks) == len(assignment.solutions)
        for task, solution in zip(assignment.tasks, assignment.solutions):
            assert solution.output_values["label"] in LABELS
            counts[task.id] += 1
    for task_id, count in counts.items():
        if not job.tasks[task_id].known_solutions:
            assert count == OVERLAP, (task_id, count)
    page = client.find_assignments(
        AssignmentSearchRequest(pool_id=job.pool.id), sort="-created", limit=5
    )
    times = [assignment.created for assignment in page.items]
    assert len(times) == 5 and times == sorted(times, reverse=True)


@step
def review(client, job):
    first, second, third, *others = job.submitted
    rejected = client.reject_assignment(first.id, "Look again")
    assert rejected.status == toloka.Assignment.REJECTED
    assert rejected.public_comment == "Look again"
    accepted = client.accept_assignment(first.id, "You are right")
    assert accepted.status == toloka.Assignment.ACCEPTED
    expect(IncorrectActionsApiError, client.reject_assignment, first.id, "No")
    client.reject_assignment(second.id, "Wrong")
    patched = client.patch_assignment(
        third.id, public_comment="Fine", status="ACCEPTED"
    )
    assert patched.status == toloka.Assignment.ACCEPTED
    for assignment in others:
        client.accept_assignment(assignment.id, "Thank you")
    spent = job.balance - client.get_requester().balance
    wanted = Decimal("0.05") * (len(job.submitted) - 1)
    assert spent == wanted, (spent, wanted)


@step
def user_skills(client, job):
    found = list(client.get_user_skills(skill_id=job.skill.id))
    assert found, "the golden set sets a skill"
    user_id = job.submitted[0].user_id
    made = client.set_user_skill(
        skill_id=job.skill.id, user_id=user_id, value=Decimal("85.42")
    )
    assert made.value == 85 and made.exact_value == Decimal("85.42"), made
    assert client.get_user_skill(made.id).user_id == user_id
    client.delete_user_skill(made.id)
    expect(DoesNotExistApiError, client.get_user_skill, made.id)
    # All who answered get a value, to weigh their answers by.
    for user_id in {assignment.user_id for assignment in job.submitted}:
        client.set_user_skill(
            skill_id=job.skill.id, user_id=user_id, value=Decimal(80)
        )
    assert client.get_user(user_id).country


@step
def restrictions(client, job):
    user_id = job.submitted[0].user_id
    made = client.set_user_restriction(
        toloka.user_restriction.PoolUserRestriction(
            user_id=user_id, pool_id=job.pool.id, private_comment="Enough"
        )
    )
    assert client.get_user_restriction(made.id).pool_id == job.pool.id
    assert made.id in [
        found.id for found in client.get_user_restrictions(pool_id=job.pool.id)
    ]
    client.delete_user_restriction(made.id)
    expect(DoesNotExistApiError, client.get_user_restriction, made.id)


@step
def bonuses(client, job):
    before = client.get_requester().balance
    first, second = job.submitted[0], job.submitted[1]
    made = client.create_user_bonus(
        toloka.UserBonus(
            user_id=first.user_id,
            amount=Decimal("0.50"),
            assignment_id=first.id,
            public_title={"EN": "Well done"},
            public_message={"EN": "You are right"},
        )
    )
    assert made.amount == Decimal("0.50"), made
    many = client.create_user_bonuses(
        [
            toloka.UserBonus(
                user_id=second.user_id,
                amount=Decimal("0.25"),
                without_message=True,
                private_comment=str(i),
            )
            for i in range(3)
        ]
    )
    assert len(many.items) == 3, many
    ids = {found.id for found in client.get_user_bonuses(user_id=second.user_id)}
    assert {bonus.id for bonus in many.items.values()} <= ids
    assert client.get_user_bonus(made.id).user_id == first.user_id
    assert before - client.get_requester().balance == Decimal("1.25")


@step
def messages(client, job):
    users = sorted({assignment.user_id for assignment in job.submitted})
    thread = client.compose_message_thread(
        recipients_select_type="DIRECT",
        recipients_ids=users[:20],
        topic={"EN": "Pictures"},
        text={"EN": "Did you like them?"},
        answerable=True,
    )
    assert thread.topic["EN"] == "Pictures"
    client.add_message_thread_to_folders(thread.id, ["IMPORTANT"])
    important = list(client.get_message_threads(folder=["IMPORTANT"]))
    assert thread.id in [found.id for found in important]
    client.remove_message_thread_from_folders(thread.id, ["IMPORTANT"])

    def answered():
        return [
            found
            for found in client.get_message_threads(folder=["INBOX"])
            if found.answerable
        ]

    wait(answered, "an answer to a message")
    answer = answered()[0]
    client.reply_message_thread(
        answer.id, toloka.MessageThreadReply(text={"EN": "Thank you"})
    )


@step
def aggregation(client, job):
    label = toloka.aggregation.PoolAggregatedSolutionRequest.Field(name="label")
    operation = client.aggregate_solutions_by_pool(
        type=toloka.aggregation.AggregatedSolutionType.WEIGHTED_DYNAMIC_OVERLAP,
        pool_id=job.pool.id,
        answer_weight_skill_id=job.skill.id,
        fields=[label],
    )
    operation = client.wait_operation(operation, timeout=WAIT)
    assert operation.is_completed(), operation
    results = list(client.get_aggregated_solutions(operation.id))
    general = [t for t in job.tasks.values() if not t.known_solutions]
    assert {result.task_id for result in results} >= {t.id for t in general}
    for result in results:
        assert result.output_values["label"] in LABELS
        assert 0 < result.confidence <= 1
    one = client.aggregate_solutions_by_task(
        task_id=general[0].id,
        pool_id=job.pool.id,
        answer_weight_skill_id=job.skill.id,
        fields=[label],
    )
    assert one.output_values["label"] in LABELS
    operation = client.aggregate_solutions_by_pool(
        type=toloka.aggregation.AggregatedSolutionType.DAWID_SKENE,
        pool_id=job.pool.id,
        fields=[label],
    )
    operation = client.wait_operation(operation, timeout=WAIT)
    assert len(list(client.get_aggregated_solutions(operation.id))) >= len(general)


@step
def analytics(client, job):
    kinds = [
        RealTasksCountPoolAnalytics,
        SubmittedAssignmentsCountPoolAnalytics,
        ApprovedAssignmentsCountPoolAnalytics,
        UniqueWorkersCountPoolAnalytics,
        CompletionPercentagePoolAnalytics,
    ]
    operation = client.get_analytics(
        [kind(subject_id=job.pool.id) for kind in kinds]
    )
    operation = client.wait_operation(operation, timeout=WAIT)
    results = {
        part["request"]["name"]: part["result"]
        for part in operation.details["value"]
    }
    assert results["real_tasks_count"] == GENERAL + 1, results
    approved = len(job.submitted) - 1
    assert results["approved_assignments_count"] == approved, results
    assert results["completion_percentage"]["value"] == 100, results


@step
def data_frame(client, job):
    frame = client.get_assignments_df(
        job.pool.id, status=["APPROVED", "REJECTED"]
    )
    wanted = sum(len(assignment.tasks) for assignment in job.submitted)
    assert len(frame) == wanted, (len(frame), wanted)
    assert set(frame["OUTPUT:label"]) <= set(LABELS)
    ids = {assignment.id for assignment in job.submitted}
    assert set(frame["ASSIGNMENT:assignment_id"]) == ids
    assert frame["GOLDEN:label"].notna().sum() > 0


@step
def task_suites(client, job):
    pool = client.create_pool(
        toloka.Pool(
            project_id=job.project.id,
            private_name="By hand",
            may_contain_adult_content=False,
            will_expire=datetime.datetime.utcnow() + datetime.timedelta(days=365),
            reward_per_assignment=0.01,
            assignment_max_duration_seconds=600,
            auto_accept_solutions=True,
            defaults=toloka.Pool.Defaults(default_overlap_for_new_task_suites=1),
        )
    )
    made = client.create_task_suites(
        [
            toloka.TaskSuite(
                pool_id=pool.id,
                overlap=1,
                tasks=[
                    toloka.task.BaseTask(
                        input_values={"image": f"https://example.com/{i}{j}.jpg"}
                    )
                    for j in range(2)
                ],
            )
            for i in range(4)
        ]
    )
    assert len(made.items) == 4, made
    suite = made.items["0"]
    assert client.get_task_suite(suite.id).tasks[1].input_values == (
        {"image": "https://example.com/01.jpg"}
    )
    changed = client.patch_task_suite(suite.id, issuing_order_override=5)
    assert changed.issuing_order_override == 5
    assert len(list(client.get_task_suites(pool_id=pool.id))) == 4
    # toloka-kit's streaming watches the pool and its answers.
    accepted, closed = [], []
    answers = AssignmentsObserver(client, pool.id)
    answers.on_accepted(accepted.extend)
    status = PoolStatusObserver(client, pool.id)
    status.on_closed(lambda pool: closed.append(pool.id))
    pipeline = Pipeline(period=datetime.timedelta(seconds=0.5))
    pipeline.register(answers)
    pipeline.register(status)
    client.open_pool(pool.id)
    asyncio.run(asyncio.wait_for(pipeline.run(), WAIT.total_seconds()))
    found = list(client.get_assignments(pool_id=pool.id, status="ACCEPTED"))
    assert len(found) == 4, found
    streamed = {event.assignment.id for event in accepted}
    assert streamed == {assignment.id for assignment in found}, streamed
    assert closed == [pool.id]
    job.suites_pool = pool


@step
def operations(client, job):
    found = list(client.get_operations(type="TASK.BATCH_CREATE"))
    assert found and all(operation.is_completed() for operation in found)
    log = client.get_operation_log(found[0].id)
    assert log and log[0].type in ("TASK_CREATE", "TASK_VALIDATE"), log


@step
def trained(client, job):
    done = list(client.get_assignments(pool_id=job.training.id))
    assert done, "Tolokers took the training first"
    skills = [skill for skill in client.get_skills() if skill.training]
    assert skills, "the training has a skill"
    assert client.close_training(job.training.id).is_closed()


@step
def app_project(client, job):
    app = next(iter(client.get_apps()))
    app = client.get_app(app.id)
    made = client.create_app_project(
        toloka.AppProject(
            app_id=app.id,
            name="Texts",
            parameters={"default_language": "en"},
        )
    )
    wait(
        lambda: client.get_app_project(made.id).status == toloka.AppProject.Status.READY,
        "the app project to be ready",
    )
    fields = {
        "string": "Some text",
        "url": "https://example.com",
    }

    def item(number):
        return {
            name: f"{fields[spec.type.value]}{number}"
            for name, spec in app.input_spec.items()
        }

    one = client.create_app_item(made.id, input_data=item(0))
    batch = client.create_app_batch(
        made.id, items=[item(number) for number in range(1, 5)]
    )
    client.start_app_batch(made.id, batch.id)
    wait(
        lambda: client.get_app_batch(made.id, batch.id).status
        == toloka.AppBatch.Status.COMPLETED,
        "the batch to be completed",
    )
    items = list(client.get_app_items(made.id, batch_id=batch.id))
    assert len(items) == 4 and all(i.output_data for i in items), items
    wait(
        lambda: client.get_app_item(made.id, one.id).status
        == toloka.AppItem.Status.COMPLETED,
        "the item to be completed",
    )
    client.archive_app_project(made.id)


@step
def attachments(client, job):
    project = client.clone_project(job.project.id).project
    project.task_spec.output_spec = {"photo": toloka.project.FileSpec()}
    client.update_project(project.id, project)
    pool = client.create_pool(
        toloka.Pool(
            project_id=project.id,
            private_name="Photos",
            may_contain_adult_content=False,
            will_expire=datetime.datetime.utcnow() + datetime.timedelta(days=365),
            reward_per_assignment=0.01,
            assignment_max_duration_seconds=600,
            auto_accept_solutions=True,
            defaults=toloka.Pool.Defaults(default_overlap_for_new_task_suites=1),
        )
    )
    client.create_task_suite(
        toloka.TaskSuite(
            pool_id=pool.id,
            overlap=1,
            tasks=[
                toloka.task.BaseTask(
                    input_values={"image": "https://example.com/photo.jpg"}
                )
            ],
        )
    )
    client.open_pool(pool.id)
    wait(lambda: client.get_pool(pool.id).is_closed(), "the photos")
    found = list(client.get_attachments(pool_id=pool.id))
    assert len(found) == 1, found
    out = io.BytesIO()
    client.download_attachment(found[0].id, out)
    assert out.tell() > 0


@step
def archive(client, job):
    client.archive_pool(job.suites_pool.id)
    # A rejection keeps the pool out of the archive for nine days.
    expect(IncorrectActionsApiError, client.archive_pool, job.pool.id)


def expect(kind, function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except kind as error:
        return error
    raise AssertionError(f"{function.__name__} did not fail with {kind.__name__}")


def wait(condition, what):
    end = time.monotonic() + WAIT.total_seconds()
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"Waited too long for {what}")
        time.sleep(0.2)


def main():
    url = sys.argv[1]
    client = toloka.TolokaClient("any token", url=url, retries=0)
    job = Job()
    failed = []
    for function in steps:
        start = time.monotonic()
        try:
            function(client, job)
        except Exception as error:  # the other steps may still tell something
            failed.append(function.__name__)
            frames = traceback.extract_tb(error.__traceback__)
            line = [f.lineno for f in frames if f.filename == __file__][-1]
            name = type(error).__name__
            print(f"FAILED  {function.__name__}, line {line}: {name}: {error}")
        else:
            seconds = time.monotonic() - start
            print(f"passed  {function.__name__} ({seconds:.1f} s)", flush=True)
    print(f"{len(steps) - len(failed)} steps passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
