"""Creation of a job, the wait for its end, and what its answers must be."""

import collections
import datetime
import io
import json
import time

import toloka.client as toloka

from .pages import VERDICTS, Coordinates, String, Url, page, radio

TASKS = 24
OVERLAP = 3
AGREEMENT = 0.8
# Seconds after which a job is taken to hang; nothing else depends on it.
WAIT = 300

SPECS = {
    "image": Url(),
    "audio": Url(),
    "left": Url(),
    "right": Url(),
    "product": Url(),
    "photo": Url(),
    "coordinates": Coordinates(),
}

topics = {}
# Flows by the people that they need: the name of a file of Tolokers.
flows = {"careful": {}, "right_and_wrong": {}}

Answer = collections.namedtuple("Answer", "task_id inputs values assignment_id user_id")


def topic(inputs, view, outputs, **more):
    """Registers a job; the function under it gets the answers to check."""

    def add(check):
        topics[check.__name__] = dict(
            inputs=inputs, view=view, outputs=outputs, check=check, **more
        )
        return check

    return add


def flow(people):
    """Registers a function that does all of its job on its own."""

    def add(function):
        flows[people][function.__name__] = function
        return function

    return add


def create_project(client, name, more):
    return client.create_project(
        toloka.Project(
            public_name=name,
            public_description="Answer",
            public_instructions="Look at it",
            task_spec=toloka.project.task_spec.TaskSpec(
                input_spec={key: SPECS.get(key, String()) for key in more["inputs"]},
                output_spec=more["outputs"],
                view_spec=more["view"],
            ),
            **more.get("project", {}),
        )
    )


def new_pool(project_id, name, overlap=OVERLAP, accept=True, golden=0, page_of=4):
    """A pool with smart mixing that is not created yet."""
    pool = toloka.Pool(
        project_id=project_id,
        private_name=name,
        may_contain_adult_content=False,
        will_expire=datetime.datetime.utcnow() + datetime.timedelta(days=365),
        reward_per_assignment=0.01,
        assignment_max_duration_seconds=1200,
        auto_accept_solutions=accept,
        defaults=toloka.Pool.Defaults(
            default_overlap_for_new_tasks=overlap,
            default_overlap_for_new_task_suites=overlap,
        ),
    )
    pool.set_mixer_config(
        real_tasks_count=page_of, golden_tasks_count=golden, min_real_tasks_count=1
    )
    return pool


def inputs_of(more):
    return [
        {key: make(i) for key, make in more["inputs"].items()}
        for i in range(more.get("tasks", TASKS))
    ]


def create(client, name, more):
    """Creates the project, the pool and the tasks of a topic, and opens it."""
    project = create_project(client, name, more)
    overlap = more.get("overlap", OVERLAP)
    pool = new_pool(
        project.id,
        name,
        overlap,
        more.get("accept", True),
        page_of=more.get("page_of", 4),
    )
    is_map = "project" in more
    if is_map:
        pool.mixer_config = None
        pool.auto_accept_period_day = 5
    if "control" in more:
        more["control"](pool.quality_control)
    pool = client.create_pool(pool)
    if is_map:
        client.create_task_suites(
            [
                toloka.TaskSuite(
                    pool_id=pool.id,
                    overlap=overlap,
                    longitude=37.6,
                    latitude=55.7,
                    tasks=[toloka.task.BaseTask(input_values=values)],
                )
                for values in inputs_of(more)
            ]
        )
    else:
        add_tasks(client, pool.id, inputs_of(more))
    client.open_pool(pool.id)
    return pool.id


def add_tasks(client, pool_id, inputs):
    client.create_tasks(
        [toloka.Task(pool_id=pool_id, input_values=values) for values in inputs],
        allow_defaults=True,
    )


def wait_for(condition, what):
    end = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < end, f"no end of the wait for {what}"
        time.sleep(0.2)


def finish(client, pool_id):
    wait_for(lambda: client.get_pool(pool_id).is_closed(), "the pool to close")
    return answers_of(client, pool_id)


def answers_of(client, pool_id, status=("ACCEPTED", "SUBMITTED")):
    return [
        Answer(
            task.id,
            task.input_values,
            solution.output_values,
            assignment.id,
            assignment.user_id,
        )
        for assignment in client.get_assignments(pool_id=pool_id, status=list(status))
        for task, solution in zip(assignment.tasks, assignment.solutions)
    ]


def to_json(value):
    # toloka-kit reads numbers as decimals
    return json.dumps(value, sort_keys=True, default=float)


def votes_of(answers, key):
    """Counts how many gave each value, by task."""
    votes = collections.defaultdict(collections.Counter)
    for answer in answers:
        votes[answer.task_id][to_json(answer.values.get(key))] += 1
    return votes


def majority(answers, key):
    """What most people say of each task."""
    return {
        task: counts.most_common(1)[0][0]
        for task, counts in votes_of(answers, key).items()
    }


def agree_on(answers, key):
    """Most answers must be what most people say of their task."""
    votes = votes_of(answers, key).values()
    most = sum(max(counts.values()) for counts in votes)
    part = most / sum(sum(counts.values()) for counts in votes)
    assert part > AGREEMENT, f"only {part:.2f} agree on {key}"


def all_of(answers, key, allowed):
    """The answers are several of those that the page offers."""
    given = {answer.values[key] for answer in answers}
    assert given <= set(allowed), given
    assert len(given) > 1, given


def files_of(client, answers, key, start):
    """Downloads the files of a few answers."""
    for answer in answers[:3]:
        found = client.get_attachment(answer.values[key])
        out = io.BytesIO()
        client.download_attachment(found.id, out)
        assert out.getvalue().startswith(start), (found, out.getvalue()[:8])


def verify(client, name, answers, shown, *views):
    """Three people verify each answer, and their verdict decides on the reward.

    `shown` makes the inputs of the verification from an answer; `views` show
    them. Returns the verdict on each assignment.
    """
    flat = [
        {**shown(answer), "assignment_id": answer.assignment_id} for answer in answers
    ]
    more = dict(
        inputs={key: lambda i, key=key: flat[i][key] for key in flat[0]},
        view=page(*views, radio("verdict", VERDICTS)),
        outputs={"verdict": String(allowed_values=VERDICTS)},
        tasks=len(flat),
    )
    verdicts = finish(client, create(client, f"{name}: verification", more))
    all_of(verdicts, "verdict", VERDICTS)
    agree_on(verdicts, "verdict")
    votes = collections.Counter()
    for verdict in verdicts:
        change = 1 if verdict.values["verdict"] == "ok" else -1
        votes[verdict.inputs["assignment_id"]] += change
    decided = {answer.assignment_id: False for answer in answers}
    for assignment_id in decided:
        decided[assignment_id] = votes[assignment_id] >= 0
        if decided[assignment_id]:
            client.accept_assignment(assignment_id, "Thank you")
        else:
            client.reject_assignment(assignment_id, "It is not right")
    return decided
