/** Rules of translations, of projects and of tasks. */

import type {
  AdditionalLanguage,
  LocalizationConfig,
  LocalizedKeyValue,
} from "../../types/projects.ts";
import type { Rule, RulesFor } from "../checks/validation.ts";

const TEXT: Rule = {
  type: "object",
  fields: { value: { type: "string" }, source: { type: "string" } },
};

const KEYS: RulesFor<LocalizedKeyValue> = {
  key: { type: "string" },
  value: { type: "string" },
  source: { type: "string" },
};

const LANGUAGE: RulesFor<AdditionalLanguage> = {
  language: { type: "string" },
  public_name: TEXT,
  public_description: TEXT,
  public_instructions: TEXT,
  message_on_unknown_solution: TEXT,
  tb_view_spec: {
    type: "object",
    fields: {
      keys: { type: "array", items: { type: "object", fields: KEYS } },
    },
  },
};

/** Rule of the languages of a project or a task. */
export const LOCALIZATION: Rule = {
  type: "object",
  fields: {
    default_language: { type: "string" },
    additional_languages: {
      type: "array",
      items: { type: "object", fields: LANGUAGE },
    },
  } satisfies RulesFor<LocalizationConfig>,
};
