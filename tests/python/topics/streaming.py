"""Answers as they come in, and the client with await."""

import asyncio
import datetime
import tempfile

import toloka.client as toloka
from toloka.async_client import AsyncTolokaClient
from toloka.streaming import AssignmentsObserver, Pipeline
from toloka.streaming.storage import JSONLocalStorage

from .jobs import WAIT, create, finish, flow, topics


@flow("careful")
def streaming(client):
    """A pipeline is broken off, and goes on from where it was.

    Tasks come in after the break, so that something is left to stream
    however fast the first ones were answered.
    """
    more = {**topics["image_classification"], "tasks": 400}
    pool_id = create(client, "streamed", more)
    seen = []
    observer = AssignmentsObserver(client, pool_id)
    observer.on_accepted(seen.extend)
    pipeline = Pipeline(period=datetime.timedelta(seconds=0.2))
    pipeline.register(observer)

    async def run():
        async for _ in pipeline.run_manually():
            if seen:
                break
            await asyncio.sleep(0.1)
        first = len(seen)
        more = [
            toloka.Task(pool_id=pool_id, input_values=task.input_values)
            for task in client.get_tasks(pool_id=pool_id)
        ]
        client.create_tasks(more, allow_defaults=True, open_pool=True)
        await asyncio.wait_for(pipeline.run(), WAIT)
        assert 0 < first < len(seen), (first, len(seen))

    asyncio.run(run())
    found = client.get_assignments(pool_id=pool_id, status="ACCEPTED")
    accepted = sorted(assignment.id for assignment in found)
    streamed = sorted(event.assignment.id for event in seen)
    assert streamed == accepted, (len(streamed), len(accepted))


resumed_ids = []


def keep(events):
    # Saved by its name, so that a later pipeline finds it.
    resumed_ids.extend(event.assignment.id for event in events)


@flow("careful")
def streaming_from_a_storage(client):
    """New pipelines go on from what was saved, and nothing comes twice.

    The pool stays open meanwhile, as one task is for nobody: a pipeline that
    comes to its end removes what it saved, and one that is run after that
    begins again.
    """
    pool_id = create(client, "resumed", topics["image_classification"])
    values = {"image": "https://example.com/nobody.jpg"}
    nobody = toloka.Task(pool_id=pool_id, input_values=values, reserved_for=["nobody"])
    client.create_task(nobody, allow_defaults=True, open_pool=True)

    async def run(folder, is_enough):
        pipeline = Pipeline(
            period=datetime.timedelta(seconds=0.2),
            storage=JSONLocalStorage(folder),
        )
        observer = pipeline.register(AssignmentsObserver(client, pool_id))
        observer.on_accepted(keep)
        async for _ in pipeline.run_manually():
            if is_enough():
                return
            await asyncio.sleep(0.3)

    with tempfile.TemporaryDirectory() as folder:
        for part in range(2):
            before = len(resumed_ids)
            more = toloka.Task(
                pool_id=pool_id,
                input_values={"image": f"https://example.com/more/{part}.jpg"},
            )
            client.create_tasks([more] * 40, allow_defaults=True)
            watch = run(folder, lambda: len(resumed_ids) > before)
            asyncio.run(asyncio.wait_for(watch, WAIT))
            assert len(resumed_ids) > before
        assert client.get_pool(pool_id).is_open()
        client.close_pool(pool_id)
        asyncio.run(asyncio.wait_for(run(folder, lambda: False), WAIT))
    found = client.get_assignments(pool_id=pool_id, status="ACCEPTED")
    accepted = sorted(assignment.id for assignment in found)
    assert sorted(resumed_ids) == accepted, (len(resumed_ids), len(accepted))


@flow("careful")
def client_with_await(client):
    """The client with await reads the same as the other."""
    pool_id = create(client, "awaited", topics["image_classification"])
    finish(client, pool_id)

    async def run():
        other = AsyncTolokaClient("any token", url=client.url, retries=0)
        pool = await other.get_pool(pool_id)
        found = [
            assignment.id async for assignment in other.get_assignments(pool_id=pool_id)
        ]
        return pool, found

    pool, found = asyncio.run(run())
    assert pool == client.get_pool(pool_id)
    assert found == [a.id for a in client.get_assignments(pool_id=pool_id)]
