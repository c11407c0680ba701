"""Fields, parts of task pages and inputs that several topics share."""

import toloka.client as toloka
import toloka.client.project.template_builder as tb

String = toloka.project.StringSpec
Url = toloka.project.UrlSpec
File = toloka.project.FileSpec
Json = toloka.project.JsonSpec
Boolean = toloka.project.BooleanSpec
Integer = toloka.project.IntegerSpec
Coordinates = toloka.project.CoordinatesSpec

# Inputs of a topic: each name has a function from a task's number to its value.
IMAGE = {"image": lambda i: f"https://example.com/{i}.jpg"}
AUDIO = {"audio": lambda i: f"https://example.com/{i}.wav"}
TEXT = {"text": lambda i: f"Anna went from Paris to Rome for the {i}th time"}

VERDICTS = ["ok", "bad"]


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


def media(path, **accept):
    return tb.fields.MediaFileFieldV1(
        output(path),
        tb.fields.MediaFileFieldV1.Accept(**accept),
        validation=required(),
    )


def annotation(path, **shapes):
    return tb.fields.ImageAnnotationFieldV1(
        output(path), input_("image"), shapes=shapes, validation=required()
    )
