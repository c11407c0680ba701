"""Texts: their classes, entities, relevance, and answers to questions."""

import collections

import toloka.client as toloka
import toloka.client.project.template_builder as tb

from .jobs import agree_on, all_of, topic, verify, wait_for
from .pages import (
    TEXT,
    Boolean,
    Json,
    String,
    buttons,
    if_equals,
    image,
    input_,
    output,
    page,
    radio,
    required,
    text,
)

SUBJECTS = ["news", "sport", "culture"]


@topic(TEXT, page(text(), buttons("subject", SUBJECTS)), {"subject": String()})
def text_classification(client, pool_id, answers):
    all_of(answers, "subject", SUBJECTS)
    agree_on(answers, "subject")


MOODS = ["positive", "negative", "neutral"]


@topic(
    TEXT,
    page(
        text(),
        radio("sentiment", MOODS),
        if_equals(
            "sentiment",
            "negative",
            tb.fields.TextareaFieldV1(output("reason"), validation=required()),
        ),
    ),
    {"sentiment": String(), "reason": String(required=False)},
)
def sentiment_analysis(client, pool_id, answers):
    all_of(answers, "sentiment", MOODS)
    agree_on(answers, "sentiment")
    for answer in answers:
        is_negative = answer.values["sentiment"] == "negative"
        assert ("reason" in answer.values) == is_negative, answer


INTENTS = ["book", "cancel", "ask"]


@topic(
    TEXT,
    page(
        text(),
        tb.fields.SelectFieldV1(
            output("intent"),
            [tb.fields.SelectFieldV1.Option(i, i) for i in INTENTS],
            validation=required(),
        ),
    ),
    {"intent": String()},
)
def intent_classification(client, pool_id, answers):
    all_of(answers, "intent", INTENTS)
    agree_on(answers, "intent")


ENTITIES = ["person", "place"]


@topic(
    TEXT,
    page(
        tb.fields.TextAnnotationFieldV1(
            output("entities"),
            content=input_("text"),
            labels=[tb.fields.TextAnnotationFieldV1.Label(e, e) for e in ENTITIES],
            adjust="words",
            validation=required(),
        )
    ),
    {"entities": Json()},
)
def named_entities(client, pool_id, answers):
    agree_on(answers, "entities")
    for answer in answers:
        whole = answer.inputs["text"]
        for entity in answer.values["entities"]:
            start, end = entity["offset"], entity["offset"] + entity["length"]
            assert whole[start:end] in whole.split(), entity
            assert entity["label"] in ENTITIES, entity


LEVELS = ["relevant", "partly", "irrelevant"]


@topic(
    {
        "query": lambda i: f"shoes {i}",
        "product": lambda i: f"https://example.com/{i}.jpg",
    },
    page(
        tb.view.TextViewV1(
            tb.helpers.JoinHelperV1(["Query", input_("query")], by=": ")
        ),
        image("product"),
        radio("relevance", LEVELS),
        if_equals(
            "relevance",
            "irrelevant",
            tb.fields.CheckboxFieldV1(output("adult"), label="Adult"),
        ),
    ),
    {"relevance": String(), "adult": Boolean(required=False)},
)
def search_relevance(client, pool_id, answers):
    all_of(answers, "relevance", LEVELS)
    agree_on(answers, "relevance")


def ask_again(control):
    """An answer that is rejected is given to somebody else."""
    control.add_action(
        collector=toloka.collectors.AssignmentsAssessment(),
        conditions=[toloka.conditions.AssessmentEvent == "REJECT"],
        action=toloka.actions.ChangeOverlap(delta=1, open_pool=True),
    )


@topic(
    {
        "passage": lambda i: f"Anna has {i} cats. She lives in Rome.",
        "question": lambda i: f"How many cats does Anna have ({i})?",
    },
    page(
        text("passage"),
        text("question"),
        radio("answerable", ["yes", "no"]),
        if_equals(
            "answerable",
            "yes",
            tb.fields.TextFieldV1(output("answer"), validation=required()),
        ),
    ),
    {"answerable": String(), "answer": String(required=False)},
    overlap=1,
    page_of=1,
    accept=False,
    control=ask_again,
)
def question_answering(client, pool_id, answers):
    """Answers to questions on a text are collected, then verified."""
    all_of(answers, "answerable", ["yes", "no"])
    for answer in answers:
        is_answerable = answer.values["answerable"] == "yes"
        assert ("answer" in answer.values) == is_answerable, answer

    def shown(answer):
        return {**answer.inputs, "answer": answer.values.get("answer", "no answer")}

    decided = verify(
        client,
        "question_answering",
        answers,
        shown,
        text("passage"),
        text("question"),
        text("answer"),
    )
    rejected = collections.Counter(
        answer.task_id for answer in answers if not decided[answer.assignment_id]
    )

    def again():
        found = client.get_assignments(pool_id=pool_id, status="SUBMITTED")
        return [task.id for assignment in found for task in assignment.tasks]

    wait_for(lambda: len(again()) >= len(rejected), "answers in place of rejected")
    assert collections.Counter(again()) == rejected, rejected
