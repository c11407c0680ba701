/** The files that `toloka init` writes. */
export const TEMPLATE: Readonly<Record<string, string>> = {
  "job.json": JSON.stringify(
    {
      skills: {
        quality: { name: "Cats and dogs: golden tasks", hidden: true },
      },
      project: "project.json",
      pools: { main: "pool.json" },
      budget: 10,
      fee: 0.3,
    },
    null,
    2,
  ),
  "project.json": JSON.stringify(
    {
      public_name: "Cat or dog?",
      public_description: "Say which animal the picture shows",
      public_instructions:
        "<p>Look at the picture and choose the animal that it shows. If there are both, choose the larger one.</p>",
      assignments_issuing_type: "AUTOMATED",
      task_spec: {
        input_spec: { image: { type: "url", required: true } },
        output_spec: {
          animal: {
            type: "string",
            required: true,
            allowed_values: ["cat", "dog"],
          },
        },
        view_spec: {
          type: "tb",
          config: JSON.stringify({
            view: {
              type: "view.list",
              items: [
                {
                  type: "view.image",
                  url: { type: "data.input", path: "image" },
                  validation: { type: "condition.played" },
                },
                {
                  type: "field.button-radio-group",
                  data: { type: "data.output", path: "animal" },
                  options: [
                    { label: "Cat", value: "cat" },
                    { label: "Dog", value: "dog" },
                  ],
                  validation: { type: "condition.required" },
                },
              ],
            },
          }),
        },
      },
    },
    null,
    2,
  ),
  "pool.json": JSON.stringify(
    {
      private_name: "First pictures",
      may_contain_adult_content: false,
      will_expire: "2099-01-01T00:00:00",
      reward_per_assignment: 0.02,
      assignment_max_duration_seconds: 600,
      auto_accept_solutions: true,
      defaults: {
        default_overlap_for_new_tasks: 3,
        default_overlap_for_new_task_suites: 3,
      },
      mixer_config: {
        real_tasks_count: 4,
        golden_tasks_count: 1,
        training_tasks_count: 0,
      },
      filter: {
        and: [{
          or: [{
            category: "profile",
            key: "languages",
            operator: "IN",
            value: "EN",
          }],
        }],
      },
      quality_control: {
        configs: [{
          collector_config: {
            type: "GOLDEN_SET",
            parameters: { history_size: 10 },
          },
          rules: [
            {
              conditions: [{
                key: "golden_set_answers_count",
                operator: "GTE",
                value: 3,
              }],
              action: {
                type: "SET_SKILL_FROM_OUTPUT_FIELD",
                parameters: {
                  skill_id: "${skills.quality}",
                  from_field: "correct_answers_rate",
                },
              },
            },
            {
              conditions: [
                { key: "golden_set_answers_count", operator: "GTE", value: 3 },
                {
                  key: "golden_set_correct_answers_rate",
                  operator: "LT",
                  value: 60,
                },
              ],
              action: {
                type: "RESTRICTION_V2",
                parameters: {
                  scope: "PROJECT",
                  duration: 7,
                  duration_unit: "DAYS",
                  private_comment: "golden tasks",
                },
              },
            },
          ],
        }],
      },
      tasks: "tasks.tsv",
    },
    null,
    2,
  ),
  "tasks.tsv": [
    "INPUT:image\tGOLDEN:animal",
    "https://example.com/golden-cat.jpg\tcat",
    "https://example.com/golden-dog.jpg\tdog",
    ...Array.from(
      { length: 8 },
      (_, i) => `https://example.com/${i + 1}.jpg\t`,
    ),
    "",
  ].join("\n"),
};
