"""Recordings: their classes and transcripts, and collections of them."""

import toloka.client.project.template_builder as tb

from .jobs import agree_on, all_of, files_of, topic
from .pages import (
    AUDIO,
    TEXT,
    File,
    String,
    buttons,
    if_equals,
    input_,
    media,
    output,
    page,
    radio,
    required,
    text,
)


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
def audio_transcription(client, pool_id, answers):
    agree_on(answers, "transcript")
    for answer in answers:
        if answer.values["speech"] == "yes":
            transcript = answer.values["transcript"]
            assert len(transcript) >= 5, answer
            assert set(transcript) <= set("abcdefghijklmnopqrstuvwxyz' "), answer
        else:
            assert "transcript" not in answer.values, answer


SOUNDS = ["music", "speech", "noise"]


@topic(
    AUDIO,
    page(tb.view.AudioViewV1(input_("audio")), buttons("sound", SOUNDS)),
    {"sound": String()},
)
def audio_classification(client, pool_id, answers):
    all_of(answers, "sound", SOUNDS)
    agree_on(answers, "sound")


@topic(
    TEXT,
    page(text(), tb.fields.AudioFieldV1(output("speech"), validation=required())),
    {"speech": File()},
)
def audio_collection(client, pool_id, answers):
    files_of(client, answers, "speech", b"RIFF")


@topic(TEXT, page(text(), media("clip", video=True)), {"clip": File()})
def video_collection(client, pool_id, answers):
    for answer in answers[:3]:
        found = client.get_attachment(answer.values["clip"])
        assert found.media_type == "video/mp4", found
        assert found.name.endswith(".mp4"), found
