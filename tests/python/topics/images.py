"""Pictures: their classes, text, shapes, and collections of them."""

import toloka.client as toloka
import toloka.client.project.template_builder as tb

from .jobs import agree_on, all_of, files_of, to_json, topic, verify
from .pages import (
    IMAGE,
    TEXT,
    File,
    Json,
    String,
    annotation,
    image,
    input_,
    media,
    output,
    page,
    radio,
    text,
)

ANIMALS = ["cat", "dog", "other"]


@topic(IMAGE, page(image(), radio("result", ANIMALS)), {"result": String()})
def image_classification(client, pool_id, answers):
    all_of(answers, "result", ANIMALS)
    agree_on(answers, "result")


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
def text_recognition(client, pool_id, answers):
    agree_on(answers, "digits")
    for answer in answers:
        digits = answer.values["digits"]
        assert digits.isdigit() and 3 <= len(digits) <= 8, digits


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
def faces_on_a_classic_page(client, pool_id, answers):
    all_of(answers, "quality", ["good", "bad"])
    agree_on(answers, "quality")
    agree_on(answers, "faces")
    for answer in answers:
        assert all("shape" in face for face in answer.values["faces"]), answer


def verify_shapes(client, pool_id, name, key, answers):
    drawn = tb.fields.ImageAnnotationFieldV1(
        tb.data.InternalData("shapes", default=input_("shapes")),
        input_("image"),
        disabled=True,
    )

    def shown(answer):
        shapes = to_json(answer.values[key])
        return {"image": answer.inputs["image"], "shapes": shapes}

    verify(client, name, answers, shown, drawn)
    left = list(client.get_assignments(pool_id=pool_id, status="SUBMITTED"))
    assert not left, left


@topic(
    IMAGE,
    page(annotation("boxes", rectangle=True)),
    {"boxes": Json()},
    overlap=1,
    accept=False,
)
def bounding_boxes(client, pool_id, answers):
    for answer in answers:
        for box in answer.values["boxes"]:
            assert box["shape"] == "rectangle", box
            assert 0 <= box["left"] <= box["left"] + box["width"] <= 1, box
            assert 0 <= box["top"] <= box["top"] + box["height"] <= 1, box
    verify_shapes(client, pool_id, "bounding_boxes", "boxes", answers)


@topic(
    IMAGE,
    page(annotation("segments", polygon=True)),
    {"segments": Json()},
    overlap=1,
    accept=False,
)
def image_segmentation(client, pool_id, answers):
    for answer in answers:
        for segment in answer.values["segments"]:
            assert segment["shape"] == "polygon", segment
            assert len(segment["points"]) >= 3, segment
            for point in segment["points"]:
                assert 0 <= point["left"] <= 1 and 0 <= point["top"] <= 1, segment
    verify_shapes(client, pool_id, "image_segmentation", "segments", answers)


@topic(
    TEXT,
    page(text(), media("photo", photo=True, gallery=True)),
    {"photo": File()},
    overlap=1,
    accept=False,
)
def image_collection(client, pool_id, answers):
    files_of(client, answers, "photo", b"\xff\xd8\xff")

    def shown(answer):
        # where the requester keeps the files that they have downloaded
        photo = f"https://example.com/{answer.values['photo']}.jpg"
        return {"photo": photo, "text": answer.inputs["text"]}

    decided = verify(client, "image_collection", answers, shown, image("photo"), text())
    for status, verdict in [("ACCEPTED", True), ("REJECTED", False)]:
        found = client.get_assignments(pool_id=pool_id, status=status)
        expected = {key for key, value in decided.items() if value == verdict}
        assert {assignment.id for assignment in found} == expected, status
