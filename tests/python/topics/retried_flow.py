"""A flow of plain functions, each tried again until it succeeds."""

import functools
import time
import uuid

import toloka.client as toloka

from .jobs import (
    WAIT,
    agree_on,
    answers_of,
    create_project,
    flow,
    inputs_of,
    majority,
    new_pool,
    topics,
)


class NotYet(Exception):
    """A step cannot be done for now."""


def retried(function):
    """Calls a function again while it fails, as orchestrators do."""

    @functools.wraps(function)
    def call(*arguments):
        end = time.monotonic() + WAIT
        while True:
            try:
                return function(*arguments)
            except NotYet:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    return call


@retried
def upload(client, pool_id, inputs, operation_id, calls):
    """The first time the result is lost, after the tasks were created."""
    made = client.create_tasks(
        [toloka.Task(pool_id=pool_id, input_values=values) for values in inputs],
        allow_defaults=True,
        operation_id=operation_id,
    )
    calls.append(len(made.items))
    if len(calls) == 1:
        raise NotYet
    return made


@retried
def open_pool(client, pool_id):
    client.open_pool(pool_id)
    return client.open_pool(pool_id)  # an open one stays open, or is done


@retried
def wait_until_closed(client, pool_id):
    pool = client.get_pool(pool_id)
    if not pool.is_closed():
        raise NotYet
    return pool


@retried
def label(client, pool_id):
    answers = answers_of(client, pool_id)
    agree_on(answers, "result")
    return majority(answers, "result")


@flow("careful")
def retried_flow(client):
    more = topics["image_classification"]
    project = create_project(client, "retried_flow", more)
    pool = client.create_pool(new_pool(project.id, "retried_flow"))
    inputs, calls = inputs_of(more), []
    upload(client, pool.id, inputs, uuid.uuid4(), calls)
    assert calls == [len(inputs)] * 2, calls
    open_pool(client, pool.id)
    closed = wait_until_closed(client, pool.id)
    assert closed.last_close_reason == toloka.Pool.CloseReason.COMPLETED, closed
    # One operation id, so both uploads are the same tasks.
    assert len(label(client, pool.id)) == len(inputs)
