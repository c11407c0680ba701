"""The job of from_toolkit.ts with toloka-kit 1.2.3, step by step.

    deno task simulator --speed 600     # in another terminal; prints its address
    python examples/from_toolkit.py http://127.0.0.1:PORT
"""

import sys
import time
from datetime import datetime

import toloka.client as toloka
from toloka.client.actions import RestrictionV2
from toloka.client.collectors import AssignmentSubmitTime
from toloka.client.conditions import FastSubmittedCount
from toloka.client.project import StringSpec, UrlSpec
from toloka.client.project.template_builder import data, fields, view

# 1. The client
client = toloka.TolokaClient("offline", url=sys.argv[1])

# 2. The project
project = client.create_project(
    toloka.Project(
        public_name="Cat or dog?",
        public_description="Say which animal the picture shows",
        public_instructions="Look at the picture and choose the animal.",
        task_spec=toloka.project.task_spec.TaskSpec(
            input_spec={"image": UrlSpec()},
            output_spec={"animal": StringSpec(allowed_values=["cat", "dog"])},
            view_spec=toloka.project.TemplateBuilderViewSpec(
                view=view.ListViewV1(
                    [
                        view.ImageViewV1(data.InputData("image")),
                        fields.RadioGroupFieldV1(
                            data.OutputData("animal"),
                            [
                                fields.GroupFieldOption("cat", "Cat"),
                                fields.GroupFieldOption("dog", "Dog"),
                            ],
                        ),
                    ]
                )
            ),
        ),
    )
)

# 3. The pool with its filter and quality control
pool = toloka.Pool(
    project_id=project.id,
    private_name="Pictures",
    may_contain_adult_content=False,
    will_expire=datetime(2100, 1, 1),
    reward_per_assignment=0.02,
    assignment_max_duration_seconds=600,
    auto_accept_solutions=False,
    auto_accept_period_day=7,
    filter=toloka.filter.Languages.in_("EN"),
    defaults=toloka.Pool.Defaults(
        default_overlap_for_new_tasks=3, default_overlap_for_new_task_suites=3
    ),
)
pool.set_mixer_config(real_tasks_count=2, golden_tasks_count=0, training_tasks_count=0)
pool.quality_control.add_action(
    collector=AssignmentSubmitTime(history_size=5, fast_submit_threshold_seconds=2),
    conditions=[FastSubmittedCount >= 2],
    action=RestrictionV2(
        scope="PROJECT", duration=1, duration_unit="DAYS", private_comment="Too fast"
    ),
)
pool = client.create_pool(pool)

# 4. The tasks, and the start
client.create_tasks(
    [
        toloka.Task(
            pool_id=pool.id,
            input_values={"image": f"https://example.com/{n}.jpg"},
        )
        for n in range(8)
    ],
    allow_defaults=True,
)
client.open_pool(pool.id)
while client.get_pool(pool.id).is_open():
    time.sleep(0.1)

# 5. The review
accepted = 0
for assignment in client.get_assignments(pool_id=pool.id, status="SUBMITTED"):
    client.accept_assignment(assignment.id, "Thank you")
    accepted += len(assignment.solutions)
print(f"{accepted} answers accepted")

# 6. The labels
operation = client.aggregate_solutions_by_pool(
    type="DAWID_SKENE",
    pool_id=pool.id,
    fields=[{"name": "animal"}],
)
operation = client.wait_operation(operation)
labelled = 0
for solution in client.get_aggregated_solutions(operation.id):
    labelled += solution.output_values["animal"] is not None
print(f"{labelled} pictures labelled")
