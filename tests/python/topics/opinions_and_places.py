"""Surveys, comparisons, and tasks at places."""

import toloka.client as toloka
import toloka.client.project.template_builder as tb

from .jobs import agree_on, all_of, topic
from .pages import (
    File,
    Integer,
    Json,
    String,
    buttons,
    if_equals,
    image,
    media,
    options,
    output,
    page,
    radio,
    required,
    text,
)


@topic(
    {
        "left": lambda i: f"https://example.com/left{i}.jpg",
        "right": lambda i: f"https://example.com/right{i}.jpg",
    },
    toloka.project.TemplateBuilderViewSpec(
        view=tb.layouts.SideBySideLayoutV1(
            items=[image("left"), image("right")],
            controls=buttons("better", ["left", "right"]),
        ),
        plugins=[
            tb.plugins.HotkeysPluginV1(
                key_1=tb.actions.SetActionV1(output("better"), "left"),
                key_2=tb.actions.SetActionV1(output("better"), "right"),
            )
        ],
    ),
    {"better": String()},
)
def side_by_side(client, pool_id, answers):
    all_of(answers, "better", ["left", "right"])
    agree_on(answers, "better")


LIKES = ["tea", "coffee", "water"]


@topic(
    {"survey": lambda i: f"Survey {i}"},
    page(
        radio("often", ["daily", "weekly", "never"]),
        tb.fields.CheckboxGroupFieldV1(
            output("likes"), options(LIKES), validation=required()
        ),
        tb.fields.NumberFieldV1(
            output("age"), minimum=18, maximum=99, validation=required()
        ),
        tb.fields.TextFieldV1(output("comment")),
    ),
    {
        "often": String(),
        "likes": Json(),
        "age": Integer(),
        "comment": String(required=False),
    },
    tasks=1,
    overlap=30,
)
def survey(client, pool_id, answers):
    assert len(answers) == 30, len(answers)
    assert len({answer.user_id for answer in answers}) == 30
    for answer in answers:
        assert 18 <= answer.values["age"] <= 99, answer
        likes = answer.values["likes"]
        assert likes and set(likes) <= set(LIKES), answer
        assert set(likes.values()) == {True}, answer


@topic(
    {
        "coordinates": lambda i: f"55.{70 + i},37.6",
        "shop": lambda i: f"Shop {i}",
    },
    page(
        text("shop"),
        buttons("open", ["yes", "no"]),
        if_equals("open", "yes", media("photo", photo=True)),
    ),
    {"open": String(), "photo": File(required=False)},
    project=dict(
        assignments_issuing_type="MAP_SELECTOR",
        assignments_issuing_view_config=toloka.Project.AssignmentsIssuingViewConfig(
            title_template="{{inputParams['shop']}}",
            description_template="Go there",
        ),
    ),
    overlap=1,
)
def spatial(client, pool_id, answers):
    all_of(answers, "open", ["yes", "no"])
    for answer in answers:
        is_open = answer.values["open"] == "yes"
        assert ("photo" in answer.values) == is_open, answer
