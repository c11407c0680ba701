"""Control tasks, and metrics of the pool that they guard.

The Tolokers are always right or always wrong, and the clock is that of the
wall, as metrics tell what happens from now on.
"""

import asyncio
import collections
import datetime
import time
from decimal import Decimal

import toloka.client as toloka
from toloka.metrics import (
    AssignmentEventsInPool,
    AssignmentsInPool,
    Balance,
    BansInPool,
    MetricCollector,
    NewUserBonuses,
    PoolCompletedPercentage,
    SpentBudgetOnPool,
    TasksInPool,
    bind_client,
)

from .images import ANIMALS
from .jobs import (
    WAIT,
    add_tasks,
    agree_on,
    all_of,
    create_project,
    finish,
    flow,
    inputs_of,
    new_pool,
    topics,
)

GENERAL = 120
CONTROL = 40


def guarded_pool(client, name):
    """A pool that sends away who is wrong on control tasks."""
    more = {**topics["image_classification"], "tasks": GENERAL}
    project = create_project(client, name, more)
    pool = new_pool(project.id, name, golden=1)
    pool.quality_control.add_action(
        collector=toloka.collectors.GoldenSet(history_size=10),
        conditions=[
            toloka.conditions.GoldenSetAnswersCount >= 1,
            toloka.conditions.GoldenSetIncorrectAnswersRate > 50,
        ],
        action=toloka.actions.RestrictionV2(
            scope="POOL",
            duration_unit="PERMANENT",
            private_comment="Wrong on control tasks",
        ),
    )
    pool = client.create_pool(pool)
    add_tasks(client, pool.id, inputs_of(more))
    client.create_tasks(
        [
            toloka.Task(
                pool_id=pool.id,
                input_values={"image": f"https://example.com/control{i}.jpg"},
                known_solutions=[
                    toloka.task.BaseTask.KnownSolution(
                        output_values={"result": ANIMALS[i % len(ANIMALS)]}
                    )
                ],
                infinite_overlap=True,
            )
            for i in range(CONTROL)
        ]
    )
    return pool.id


@flow("right_and_wrong")
def control_tasks(client):
    """Who is wrong is restricted after a page; the others agree."""
    pool_id = guarded_pool(client, "control_tasks")
    client.open_pool(pool_id)
    answers = finish(client, pool_id)
    all_of(answers, "result", ANIMALS)
    restrictions = list(client.get_user_restrictions(pool_id=pool_id, scope="POOL"))
    restricted = {restriction.user_id for restriction in restrictions}
    assert restricted, "nobody is restricted"
    for restriction in restrictions:
        assert restriction.private_comment == "Wrong on control tasks", restriction
    known = {
        task.id: task.known_solutions[0].output_values["result"]
        for task in client.get_tasks(pool_id=pool_id)
        if task.known_solutions
    }
    pages = collections.defaultdict(set)
    for answer in answers:
        pages[answer.user_id].add(answer.assignment_id)
        if answer.task_id in known:
            is_right = answer.values["result"] == known[answer.task_id]
            assert is_right != (answer.user_id in restricted), answer
    assert restricted < set(pages), "all are restricted"
    assert all(len(pages[user_id]) == 1 for user_id in restricted)
    trusted = [answer for answer in answers if answer.user_id not in restricted]
    agree_on(trusted, "result")
    frame = client.get_assignments_df(pool_id, exclude_banned=True)
    assert set(frame["ASSIGNMENT:worker_id"]) == set(pages) - restricted


@flow("right_and_wrong")
def metrics(client):
    """What collectors tell adds up to what happened."""
    pool_id = guarded_pool(client, "metrics")
    often = dict(timeout=datetime.timedelta(seconds=0.3))
    events = dict(cursor_time_lag=datetime.timedelta(0), join_events=True, **often)
    told = collections.defaultdict(list)
    collector = MetricCollector(
        [
            Balance(balance_name="balance", **often),
            TasksInPool(pool_id, tasks_name="tasks", **often),
            AssignmentsInPool(pool_id, accepted_name="accepted", **often),
            PoolCompletedPercentage(pool_id, percents_name="completed", **often),
            SpentBudgetOnPool(pool_id, money_name="spent", **often),
            AssignmentEventsInPool(pool_id, submitted_name="submitted", **events),
            BansInPool(pool_id, count_name="bans", **events),
            NewUserBonuses(count_name="bonuses", money_name="bonus money", **events),
        ],
        lambda lines: [told[name].extend(points) for name, points in lines.items()],
    )
    bind_client(collector.metrics, client)

    def sum_up():
        """The last value of what is a state, the sum of what is an event."""
        values = {name: [float(value) for _, value in told[name]] for name in told}
        states = ["tasks", "accepted", "completed", "spent"]
        counts = ["submitted", "bans", "bonuses", "bonus money"]
        summary = {name: values[name][-1] for name in states if values.get(name)}
        summary.update({name: sum(values.get(name, [])) for name in counts})
        if values.get("balance"):
            summary["paid"] = values["balance"][0] - values["balance"][-1]
        return {name: round(value, 6) for name, value in summary.items()}

    def work():
        """Has the pool done, and pays a bonus; runs beside the collector."""
        client.open_pool(pool_id)
        answers = finish(client, pool_id)
        user_id = answers[0].user_id
        client.create_user_bonus(
            toloka.UserBonus(
                user_id=user_id, amount=Decimal("0.5"), without_message=True
            )
        )
        done = len({answer.assignment_id for answer in answers})
        bans = list(client.get_user_restrictions(pool_id=pool_id, scope="POOL"))
        return {
            "tasks": GENERAL,
            "accepted": done,
            "completed": 100,
            "spent": round(done * 0.01, 6),
            "submitted": done,
            "bans": len(bans),
            "bonuses": 1,
            "bonus money": 0.5,
            "paid": round(done * 0.01 + 0.5, 6),
        }

    async def until(condition):
        end = time.monotonic() + WAIT
        while not condition():
            assert time.monotonic() < end, sum_up()
            await asyncio.sleep(0.1)

    async def run():
        running = asyncio.ensure_future(collector.run())
        # From the first look on, events are counted.
        await until(lambda: told["balance"])
        loop = asyncio.get_running_loop()
        expected = await loop.run_in_executor(None, work)
        await until(lambda: sum_up() == expected)
        running.cancel()

    asyncio.run(run())
