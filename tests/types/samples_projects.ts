/**
 * Full samples of projects, values made up.
 *
 * @module
 */
import type {
  AdditionalLanguage,
  ArrayBooleanFieldSpec,
  ArrayCoordinatesFieldSpec,
  ArrayFileFieldSpec,
  ArrayFloatFieldSpec,
  ArrayIntegerFieldSpec,
  ArrayJsonFieldSpec,
  ArrayStringFieldSpec,
  ArrayUrlFieldSpec,
  AssignmentsIssuingViewConfig,
  BooleanFieldSpec,
  ClassicViewSpec,
  CoordinatesFieldSpec,
  FileFieldSpec,
  FloatFieldSpec,
  IntegerFieldSpec,
  JsonFieldSpec,
  LocalizationConfig,
  LocalizedValue,
  Project,
  ProjectCheckResult,
  ProjectQuery,
  StringFieldSpec,
  TaskSpec,
  TemplateBuilderViewSpec,
  UrlFieldSpec,
  ViewAssets,
  ViewSettings,
} from "../../src/types/projects.ts";

export const booleanSpec = {
  "required": true,
  "hidden": true,
  "allowed_values": [true],
  "type": "boolean",
} satisfies BooleanFieldSpec;

export const arrayBooleanSpec = {
  "required": true,
  "hidden": true,
  "allowed_values": [true],
  "min_size": 1,
  "max_size": 1,
  "type": "array_boolean",
} satisfies ArrayBooleanFieldSpec;

export const stringSpec = {
  "required": true,
  "hidden": true,
  "min_length": 1,
  "max_length": 1,
  "allowed_values": ["s"],
  "type": "string",
} satisfies StringFieldSpec;

export const arrayStringSpec = {
  "required": true,
  "hidden": true,
  "min_length": 1,
  "max_length": 1,
  "allowed_values": ["s"],
  "min_size": 1,
  "max_size": 1,
  "type": "array_string",
} satisfies ArrayStringFieldSpec;

export const integerSpec = {
  "required": true,
  "hidden": true,
  "min_value": 1,
  "max_value": 1,
  "allowed_values": [1],
  "type": "integer",
} satisfies IntegerFieldSpec;

export const arrayIntegerSpec = {
  "required": true,
  "hidden": true,
  "min_value": 1,
  "max_value": 1,
  "allowed_values": [1],
  "min_size": 1,
  "max_size": 1,
  "type": "array_integer",
} satisfies ArrayIntegerFieldSpec;

export const floatSpec = {
  "required": true,
  "hidden": true,
  "min_value": 0.5,
  "max_value": 0.5,
  "type": "float",
} satisfies FloatFieldSpec;

export const arrayFloatSpec = {
  "required": true,
  "hidden": true,
  "min_value": 0.5,
  "max_value": 0.5,
  "min_size": 1,
  "max_size": 1,
  "type": "array_float",
} satisfies ArrayFloatFieldSpec;

export const urlSpec = {
  "required": true,
  "hidden": true,
  "type": "url",
} satisfies UrlFieldSpec;

export const arrayUrlSpec = {
  "required": true,
  "hidden": true,
  "min_size": 1,
  "max_size": 1,
  "type": "array_url",
} satisfies ArrayUrlFieldSpec;

export const fileSpec = {
  "required": true,
  "hidden": true,
  "type": "file",
} satisfies FileFieldSpec;

export const arrayFileSpec = {
  "required": true,
  "hidden": true,
  "min_size": 1,
  "max_size": 1,
  "type": "array_file",
} satisfies ArrayFileFieldSpec;

export const coordinatesSpec = {
  "required": true,
  "hidden": true,
  "current_location": true,
  "type": "coordinates",
} satisfies CoordinatesFieldSpec;

export const arrayCoordinatesSpec = {
  "required": true,
  "hidden": true,
  "current_location": true,
  "min_size": 1,
  "max_size": 1,
  "type": "array_coordinates",
} satisfies ArrayCoordinatesFieldSpec;

export const jsonSpec = {
  "required": true,
  "hidden": true,
  "type": "json",
} satisfies JsonFieldSpec;

export const arrayJsonSpec = {
  "required": true,
  "hidden": true,
  "min_size": 1,
  "max_size": 1,
  "type": "array_json",
} satisfies ArrayJsonFieldSpec;

export const viewSettings = {
  "showFinish": true,
  "showFullscreen": true,
  "showInstructions": true,
  "showMessage": true,
  "showReward": true,
  "showSkip": true,
  "showSubmit": true,
  "showTimer": true,
  "showTitle": true,
} satisfies ViewSettings;

export const classicViewSpec = {
  "settings": {
    "showFinish": true,
    "showFullscreen": true,
    "showInstructions": true,
    "showMessage": true,
    "showReward": true,
    "showSkip": true,
    "showSubmit": true,
    "showTimer": true,
    "showTitle": true,
  },
  "script": "s",
  "markup": "s",
  "styles": "s",
  "assets": { "style_urls": ["s"], "script_urls": ["s"] },
  "type": "classic",
} satisfies ClassicViewSpec;

export const templateBuilderViewSpec = {
  "settings": {
    "showFinish": true,
    "showFullscreen": true,
    "showInstructions": true,
    "showMessage": true,
    "showReward": true,
    "showSkip": true,
    "showSubmit": true,
    "showTimer": true,
    "showTitle": true,
  },
  "config": '{"view": {"type": "view.text", "content": "s"}}',
  "inferDataSpec": true,
  "type": "tb",
  "lock": { "core": "s", "view.text": "1.0.0" },
} satisfies TemplateBuilderViewSpec;

export const viewAssets = {
  "style_urls": ["s"],
  "script_urls": ["s"],
} satisfies ViewAssets;

export const taskSpec = {
  "input_spec": {
    "k": {
      "required": true,
      "hidden": true,
      "min_length": 1,
      "max_length": 1,
      "allowed_values": ["s"],
      "type": "string",
    },
  },
  "output_spec": {
    "k": {
      "required": true,
      "hidden": true,
      "min_length": 1,
      "max_length": 1,
      "allowed_values": ["s"],
      "type": "string",
    },
  },
  "view_spec": {
    "settings": {
      "showFinish": true,
      "showFullscreen": true,
      "showInstructions": true,
      "showMessage": true,
      "showReward": true,
      "showSkip": true,
      "showSubmit": true,
      "showTimer": true,
      "showTitle": true,
    },
    "script": "s",
    "markup": "s",
    "styles": "s",
    "assets": { "style_urls": ["s"], "script_urls": ["s"] },
    "type": "classic",
  },
} satisfies TaskSpec;

export const localizedValue = {
  "value": "s",
  "source": "REQUESTER",
} satisfies LocalizedValue;

export const additionalLanguage = {
  "language": "EN",
  "public_name": { "value": "s", "source": "REQUESTER" },
  "public_description": { "value": "s", "source": "REQUESTER" },
  "public_instructions": { "value": "s", "source": "REQUESTER" },
} satisfies AdditionalLanguage;

export const localizationConfig = {
  "default_language": "EN",
  "additional_languages": [{
    "language": "EN",
    "public_name": { "value": "s", "source": "REQUESTER" },
    "public_description": { "value": "s", "source": "REQUESTER" },
    "public_instructions": { "value": "s", "source": "REQUESTER" },
  }],
} satisfies LocalizationConfig;

export const assignmentsIssuingViewConfig = {
  "title_template": "s",
  "description_template": "s",
  "map_provider": "YANDEX",
} satisfies AssignmentsIssuingViewConfig;

export const project = {
  "public_name": "s",
  "public_description": "s",
  "task_spec": {
    "input_spec": {
      "k": {
        "required": true,
        "hidden": true,
        "min_length": 1,
        "max_length": 1,
        "allowed_values": ["s"],
        "type": "string",
      },
    },
    "output_spec": {
      "k": {
        "required": true,
        "hidden": true,
        "min_length": 1,
        "max_length": 1,
        "allowed_values": ["s"],
        "type": "string",
      },
    },
    "view_spec": {
      "settings": {
        "showFinish": true,
        "showFullscreen": true,
        "showInstructions": true,
        "showMessage": true,
        "showReward": true,
        "showSkip": true,
        "showSubmit": true,
        "showTimer": true,
        "showTitle": true,
      },
      "script": "s",
      "markup": "s",
      "styles": "s",
      "assets": { "style_urls": ["s"], "script_urls": ["s"] },
      "type": "classic",
    },
  },
  "assignments_issuing_type": "AUTOMATED",
  "assignments_issuing_view_config": {
    "title_template": "s",
    "description_template": "s",
    "map_provider": "YANDEX",
  },
  "assignments_automerge_enabled": true,
  "max_active_assignments_count": 1,
  "quality_control": {
    "configs": [{
      "rules": [{
        "action": {
          "parameters": {
            "scope": "PROJECT",
            "duration": 1,
            "duration_unit": "MINUTES",
            "private_comment": "s",
          },
          "type": "RESTRICTION_V2",
        },
        "conditions": [{
          "operator": "EQ",
          "value": 1,
          "key": "total_answers_count",
        }],
      }],
      "collector_config": {
        "uuid": "28a2a8b1-0c0f-4c2f-8a64-2a5cf2e5b9b1",
        "parameters": { "answer_threshold": 1, "history_size": 1 },
        "type": "MAJORITY_VOTE",
      },
    }],
  },
  "metadata": { "k": ["s"] },
  "status": "ACTIVE",
  "created": "2020-01-02T03:04:05.678000",
  "id": "s",
  "public_instructions": "s",
  "private_comment": "s",
  "localization_config": {
    "default_language": "EN",
    "additional_languages": [{
      "language": "EN",
      "public_name": { "value": "s", "source": "REQUESTER" },
      "public_description": { "value": "s", "source": "REQUESTER" },
      "public_instructions": { "value": "s", "source": "REQUESTER" },
    }],
  },
} satisfies Project;

export const projectCheckResponse = {
  "differenceLevel": "EQUAL",
} satisfies ProjectCheckResult;

export const projectSearchRequest = {
  "status": "ACTIVE",
  "id_lt": "s",
  "id_lte": "s",
  "id_gt": "s",
  "id_gte": "s",
  "created_lt": "2020-01-02T03:04:05.678000",
  "created_lte": "2020-01-02T03:04:05.678000",
  "created_gt": "2020-01-02T03:04:05.678000",
  "created_gte": "2020-01-02T03:04:05.678000",
} satisfies ProjectQuery;
