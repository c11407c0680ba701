"""Jobs of every common topic with toloka-kit 1.2.3, unchanged.

python toloka_kit_topics.py URL

The simulator at the URL has careful Tolokers only. Each topic creates a project
with its own task page, has its pool done, and looks at the answers: they fit
the page, and people agree on them. All pools are open together.
"""

import asyncio
import collections
import datetime
import io
import json
import logging
import sys
import tempfile
import time
import traceback
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)

import toloka.client as toloka  # noqa: E402
import toloka.client.project.template_builder as tb  # noqa: E402
from toloka.async_client import AsyncTolokaClient  # noqa: E402
from toloka.streaming import AssignmentsObserver, Pipeline  # noqa: E402
from toloka.streaming.storage import JSONLocalStorage  # noqa: E402

TASKS = 12
OVERLAP = 3
AGREEMENT = 0.8
WAIT = 50

String = toloka.project.StringSpec
Url = toloka.project.UrlSpec
File = toloka.project.FileSpec
Json = toloka.project.JsonSpec
Boolean = toloka.project.BooleanSpec
Integer = toloka.project.IntegerSpec
Coordinates = toloka.project.CoordinatesSpec


def output(path):
    return tb.data.OutputData(path)


def input_(path):
    return tb.data.InputData(path)


def required():
    return tb.conditions.RequiredConditionV1(hint="Answer this")


def options(values):
    return [tb.fields.GroupFieldOption(value, value.title()) for value in values]


def radio(path, values, kind=tb.fields.RadioGroupFieldV1):
    return kind(output(path), options(values), validation=required())


def buttons(path, values):
    return radio(path, values, tb.fields.ButtonRadioGroupFieldV1)


def page(*items):
    return toloka.project.TemplateBuilderViewSpec(
        view=tb.view.ListViewV1(list(items)),
        plugins=[tb.plugins.TolokaPluginV1(kind="scroll", task_width=500)],
    )


def image(path="image"):
    return tb.view.ImageViewV1(input_(path))


def text(path="text"):
    return tb.view.TextViewV1(input_(path))


def if_equals(path, value, then):
    return tb.helpers.IfHelperV1(
        tb.conditions.EqualsConditionV1(value, output(path)), then
    )


IMAGE = {"image": lambda i: f"https://example.com/{i}.jpg"}
AUDIO = {"audio": lambda i: f"https://example.com/{i}.wav"}
TEXT = {"text": lambda i: f"Anna went from Paris to Rome for the {i}th time"}

topics = {}


def topic(inputs, view, outputs, **more):
    def add(check):
        topics[check.__name__] = dict(
            inputs=inputs, view=view, outputs=outputs, check=check, **more
        )
        return check

    return add


def to_json(value):
    # toloka-kit reads numbers as decimals
    return json.dumps(value, sort_keys=True, default=float)


def agreement(answers, key):
    """Part of the answers that are what most people say of their task."""
    votes = collections.defaultdict(collections.Counter)
    for task, values, _ in answers:
        votes[task][to_json(values.get(key))] += 1
    most = sum(max(counts.values()) for counts in votes.values())
    return most / sum(sum(counts.values()) for counts in votes.values())


def agree_on(answers, key):
    part = agreement(answers, key)
    assert part > AGREEMENT, f"only {part:.2f} agree on {key}"


def all_of(answers, key, allowed):
    given = {values[key] for _, values, _ in answers}
    assert given <= set(allowed), given
    assert len(given) > 1, given


ANIMALS = ["cat", "dog", "other"]


@topic(IMAGE, page(image(), radio("result", ANIMALS)), {"result": String()})
def image_classification(client, answers):
    all_of(answers, "result", ANIMALS)
    agree_on(answers, "result")


TOPICS = ["news", "sport", "culture"]


@topic(TEXT, page(text(), buttons("topic", TOPICS)), {"topic": String()})
def text_classification(client, answers):
    all_of(answers, "topic", TOPICS)
    agree_on(answers, "topic")


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
def sentiment_analysis(client, answers):
    all_of(answers, "sentiment", MOODS)
    agree_on(answers, "sentiment")
    for _, values, _ in answers:
        assert ("reason" in values) == (values["sentiment"] == "negative"), values


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
def intent_classification(client, answers):
    all_of(answers, "intent", INTENTS)
    agree_on(answers, "intent")


ENTITIES = ["person", "place"]


@topic(
    TEXT,
    page(
        tb.fields.TextAnnotationFieldV1(
            output("entities"),
            content=input_("text"),
            labels=[
                tb.fields.TextAnnotationFieldV1.Label(e, e) for e in ENTITIES
            ],
            adjust="words",
            validation=required(),
        )
    ),
    {"entities": Json()},
)
def named_entities(client, answers):
    agree_on(answers, "entities")
    for _, values, inputs in answers:
        for entity in values["entities"]:
            start, end = entity["offset"], entity["offset"] + entity["length"]
            assert inputs["text"][start:end] in inputs["text"].split(), entity
            assert entity["label"] in ENTITIES, entity


@topic(
    AUDIO,
    page(
        tb.view.AudioViewV1(
            input_("audio"), validation=tb.conditions.PlayedFullyConditionV1()
        ),
        radio("speech", ["yes", "no"]),
        if_equals(
            "speech",
            "yes",
            tb.fields.TextareaFieldV1(
                output("transcript"),
                validation=tb.conditions.SchemaConditionV1(
                    schema={"type": "string", "pattern": "^[a-z' ]+$", "minLength": 5}
                ),
            ),
        ),
    ),
    {"speech": String(), "transcript": String(required=False)},
)
def audio_transcription(client, answers):
    agree_on(answers, "transcript")
    for _, values, _ in answers:
        if values["speech"] == "yes":
            assert len(values["transcript"]) >= 5, values
            assert set(values["transcript"]) <= set("abcdefghijklmnopqrstuvwxyz' ")
        else:
            assert "transcript" not in values, values


SOUNDS = ["music", "speech", "noise"]


@topic(
    AUDIO,
    page(tb.view.AudioViewV1(input_("audio")), buttons("sound", SOUNDS)),
    {"sound": String()},
)
def audio_classification(client, answers):
    all_of(answers, "sound", SOUNDS)
    agree_on(answers, "sound")


def files_of(client, answers, key, start):
    """Downloads the files of a few answers."""
    for _, values, _ in answers[:3]:
        found = client.get_attachment(values[key])
        out = io.BytesIO()
        client.download_attachment(found.id, out)
        assert out.getvalue().startswith(start), (found, out.getvalue()[:8])


@topic(
    TEXT,
    page(text(), tb.fields.AudioFieldV1(output("speech"), validation=required())),
    {"speech": File()},
)
def audio_collection(client, answers):
    files_of(client, answers, "speech", b"RIFF")


def media(path, **accept):
    return tb.fields.MediaFileFieldV1(
        output(path),
        tb.fields.MediaFileFieldV1.Accept(**accept),
        validation=required(),
    )


@topic(
    TEXT, page(text(), media("photo", photo=True, gallery=True)), {"photo": File()}
)
def image_collection(client, answers):
    files_of(client, answers, "photo", b"\xff\xd8\xff")


@topic(TEXT, page(text(), media("clip", video=True)), {"clip": File()})
def video_collection(client, answers):
    for _, values, _ in answers[:3]:
        found = client.get_attachment(values["clip"])
        assert found.media_type == "video/mp4", found
        assert found.name.endswith(".mp4"), found


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
def side_by_side(client, answers):
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
def survey(client, answers):
    assert len(answers) == 30, len(answers)
    for _, values, _ in answers:
        assert 18 <= values["age"] <= 99, values
        assert values["likes"] and set(values["likes"]) <= set(LIKES), values
        assert set(values["likes"].values()) == {True}, values


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
def spatial(client, answers):
    for _, values, _ in answers:
        assert ("photo" in values) == (values["open"] == "yes"), values


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
def search_relevance(client, answers):
    all_of(answers, "relevance", LEVELS)
    agree_on(answers, "relevance")


@topic(
    IMAGE,
    page(
        image(),
        tb.fields.TextFieldV1(
            output("digits"),
            validation=tb.conditions.SchemaConditionV1(
                schema={"type": "string", "pattern": "^\\d{3,8}$"}
            ),
        ),
    ),
    {"digits": String(max_length=8)},
)
def text_recognition(client, answers):
    agree_on(answers, "digits")
    for _, values, _ in answers:
        assert values["digits"].isdigit() and 3 <= len(values["digits"]) <= 8


@topic(
    IMAGE,
    toloka.project.ClassicViewSpec(
        markup="""
        {{field type="image-annotation" name="faces" src=image}}
        {{field type="radio" name="quality" value="good" label="Good"}}
        {{field type="radio" name="quality" value="bad" label="Bad"}}
        """,
        script="",
        styles="",
    ),
    {"faces": Json(), "quality": String()},
)
def faces_on_a_classic_page(client, answers):
    all_of(answers, "quality", ["good", "bad"])
    agree_on(answers, "quality")
    agree_on(answers, "faces")
    for _, values, _ in answers:
        assert all("shape" in face for face in values["faces"]), values


def boxes_page():
    return page(
        tb.fields.ImageAnnotationFieldV1(
            output("boxes"),
            input_("image"),
            shapes={"rectangle": True},
            validation=required(),
        )
    )


@topic(IMAGE, boxes_page(), {"boxes": Json()}, overlap=1, accept=False)
def bounding_boxes(client, answers):
    for _, values, _ in answers:
        for box in values["boxes"]:
            assert box["shape"] == "rectangle", box
            assert 0 <= box["left"] <= box["left"] + box["width"] <= 1, box
            assert 0 <= box["top"] <= box["top"] + box["height"] <= 1, box


def create(client, name, more):
    """Creates the project, the pool and the tasks of a topic."""
    specs = {
        "image": Url(),
        "audio": Url(),
        "left": Url(),
        "right": Url(),
        "product": Url(),
        "coordinates": Coordinates(),
    }
    project = client.create_project(
        toloka.Project(
            public_name=name,
            public_description="Answer",
            public_instructions="Look at it",
            task_spec=toloka.project.task_spec.TaskSpec(
                input_spec={
                    key: specs.get(key, String()) for key in more["inputs"]
                },
                output_spec=more["outputs"],
                view_spec=more["view"],
            ),
            **more.get("project", {}),
        )
    )
    overlap = more.get("overlap", OVERLAP)
    pool = toloka.Pool(
        project_id=project.id,
        private_name=name,
        may_contain_adult_content=False,
        will_expire=datetime.datetime.utcnow() + datetime.timedelta(days=365),
        reward_per_assignment=0.01,
        assignment_max_duration_seconds=1200,
        auto_accept_solutions=more.get("accept", True),
        auto_close_after_complete_delay_seconds=more.get("closes_after", 0),
        defaults=toloka.Pool.Defaults(
            default_overlap_for_new_tasks=overlap,
            default_overlap_for_new_task_suites=overlap,
        ),
    )
    is_map = "project" in more
    if is_map:
        pool.auto_accept_period_day = 5
    else:
        pool.set_mixer_config(real_tasks_count=4, min_real_tasks_count=1)
    pool = client.create_pool(pool)
    tasks = [
        {key: make(i) for key, make in more["inputs"].items()}
        for i in range(more.get("tasks", TASKS))
    ]
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
                for values in tasks
            ]
        )
    else:
        client.create_tasks(
            [toloka.Task(pool_id=pool.id, input_values=values) for values in tasks],
            allow_defaults=True,
        )
    client.open_pool(pool.id)
    return pool.id


def finish(client, pool_id):
    end = time.monotonic() + WAIT
    while not client.get_pool(pool_id).is_closed():
        assert time.monotonic() < end, "the pool is not done"
        time.sleep(0.3)


def answers_of(client, pool_id, status=("ACCEPTED", "SUBMITTED")):
    return [
        (task.id, solution.output_values, task.input_values)
        for assignment in client.get_assignments(
            pool_id=pool_id, status=list(status)
        )
        for task, solution in zip(assignment.tasks, assignment.solutions)
    ]


def verification(client, drawn):
    """Three people verify each drawing; their verdict decides on the reward."""
    drawings = list(client.get_assignments(pool_id=drawn, status="SUBMITTED"))
    pictures = {
        assignment.id: [
            (task.input_values["image"], solution.output_values["boxes"])
            for task, solution in zip(assignment.tasks, assignment.solutions)
        ]
        for assignment in drawings
    }
    flat = [
        {"image": picture, "boxes": boxes, "assignment_id": assignment_id}
        for assignment_id, all_boxes in pictures.items()
        for picture, boxes in all_boxes
    ]
    view = page(
        tb.fields.ImageAnnotationFieldV1(
            tb.data.InternalData("boxes", default=input_("boxes")),
            input_("image"),
            disabled=True,
        ),
        radio("verdict", ["ok", "bad"]),
    )
    more = dict(
        inputs={
            key: lambda i, key=key: flat[i][key]
            for key in ("image", "boxes", "assignment_id")
        },
        view=view,
        outputs={"verdict": String(allowed_values=["ok", "bad"])},
        tasks=len(flat),
    )
    for item in flat:
        item["boxes"] = to_json(item["boxes"])
    pool_id = create(client, "verification", more)
    finish(client, pool_id)
    answers = answers_of(client, pool_id)
    agree_on(answers, "verdict")
    votes = collections.Counter()
    for _, values, inputs in answers:
        votes[inputs["assignment_id"]] += 1 if values["verdict"] == "ok" else -1
    for assignment in drawings:
        if votes[assignment.id] >= 0:
            client.accept_assignment(assignment.id, "Thank you")
        else:
            client.reject_assignment(assignment.id, "A box is off")
    left = list(client.get_assignments(pool_id=drawn, status="SUBMITTED"))
    assert not left, left


def streaming(client, pool_id):
    """A pipeline is broken off, and goes on from where it was.

    Tasks come in after the break, so that something is left to stream
    however fast the first ones were answered.
    """
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


def resumed(client, pool_id):
    """New pipelines go on from what was saved, and nothing comes twice.

    The pool stays open meanwhile: a pipeline that comes to its end removes what
    it saved, and one that is run after that begins again.
    """

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
        client.close_pool(pool_id)
        asyncio.run(asyncio.wait_for(run(folder, lambda: False), WAIT))
    found = client.get_assignments(pool_id=pool_id, status="ACCEPTED")
    accepted = sorted(assignment.id for assignment in found)
    assert sorted(resumed_ids) == accepted, (len(resumed_ids), len(accepted))


def async_client(client, pool_id):
    """The client with await reads the same as the other."""

    async def run():
        other = AsyncTolokaClient("any token", url=client.url, retries=0)
        pool = await other.get_pool(pool_id)
        found = [
            assignment.id
            async for assignment in other.get_assignments(pool_id=pool_id)
        ]
        return pool, found

    pool, found = asyncio.run(run())
    assert pool == client.get_pool(pool_id)
    assert found == [a.id for a in client.get_assignments(pool_id=pool_id)]


def attempt(name, function, failed):
    start = time.monotonic()
    try:
        function()
    except Exception as error:  # the other topics may still tell something
        failed.append(name)
        frames = traceback.extract_tb(error.__traceback__)
        line = [f.lineno for f in frames if f.filename == __file__][-1]
        kind = type(error).__name__
        print(f"FAILED  {name}, line {line}: {kind}: {error}", flush=True)
    else:
        print(f"passed  {name} ({time.monotonic() - start:.1f} s)", flush=True)


def main():
    client = toloka.TolokaClient("any token", url=sys.argv[1], retries=0)
    failed = []
    pools = {}
    for name, more in topics.items():

        def make(name=name, more=more):
            pools[name] = create(client, name, more)

        attempt(f"{name}: create", make, failed)
    extra = {}

    def make_streamed():
        extra["streamed"] = create(
            client, "streamed", {**topics["image_classification"], "tasks": 400}
        )
        streaming(client, extra["streamed"])

    attempt("streaming: break and resume", make_streamed, failed)

    def make_resumed():
        topic = {**topics["image_classification"], "closes_after": 259_200}
        resumed(client, create(client, "resumed", topic))

    attempt("streaming: new pipelines, one storage", make_resumed, failed)
    for name, pool_id in pools.items():

        def look(name=name, pool_id=pool_id):
            finish(client, pool_id)
            answers = answers_of(client, pool_id)
            assert answers, "nobody has answered"
            topics[name]["check"](client, answers)

        attempt(name, look, failed)
    attempt(
        "verification of bounding boxes",
        lambda: verification(client, pools["bounding_boxes"]),
        failed,
    )
    attempt(
        "the client with await",
        lambda: async_client(client, pools["image_classification"]),
        failed,
    )
    print(f"{len(topics) + 4} topics, {len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
