/**
 * Full samples of Template Builder, values made up.
 *
 * @module
 */
import type {
  TemplateAnnotationLabel,
  TemplateAnnotationModes,
  TemplateBuilderConfig,
  TemplateCase,
  TemplateCompareItem,
  TemplateComponentOf,
  TemplateEntry,
  TemplateGroupOption,
  TemplateLabeledItem,
  TemplateLink,
  TemplateMapMarker,
  TemplateMapPolygon,
  TemplateMediaAccept,
  TemplateNotification,
  TemplateReference,
  TemplateSelectOption,
  TemplateTaskLayout,
} from "../../src/types/template_builder.ts";

export const bulkAction = {
  "payload": [{ "content": "s", "version": "1.0.0", "type": "view.text" }],
  "version": "1.0.0",
  "type": "action.bulk",
} satisfies TemplateComponentOf<"action.bulk">;

export const notifyAction = {
  "payload": {
    "content": "any",
    "theme": "danger",
    "delay": 0.5,
    "duration": 0.5,
  },
  "version": "1.0.0",
  "type": "action.notify",
} satisfies TemplateComponentOf<"action.notify">;

export const openCloseAction = {
  "view": { "$ref": "s" },
  "version": "1.0.0",
  "type": "action.open-close",
} satisfies TemplateComponentOf<"action.open-close">;

export const openLinkAction = {
  "payload": "any",
  "version": "1.0.0",
  "type": "action.open-link",
} satisfies TemplateComponentOf<"action.open-link">;

export const playPauseAction = {
  "view": { "$ref": "s" },
  "version": "1.0.0",
  "type": "action.play-pause",
} satisfies TemplateComponentOf<"action.play-pause">;

export const rotateAction = {
  "view": { "$ref": "s" },
  "payload": "left",
  "version": "1.0.0",
  "type": "action.rotate",
} satisfies TemplateComponentOf<"action.rotate">;

export const setAction = {
  "data": { "$ref": "s" },
  "payload": "any",
  "version": "1.0.0",
  "type": "action.set",
} satisfies TemplateComponentOf<"action.set">;

export const toggleAction = {
  "data": { "$ref": "s" },
  "version": "1.0.0",
  "type": "action.toggle",
} satisfies TemplateComponentOf<"action.toggle">;

export const allCondition = {
  "conditions": [{ "content": "s", "version": "1.0.0", "type": "view.text" }],
  "hint": "any",
  "version": "1.0.0",
  "type": "condition.all",
} satisfies TemplateComponentOf<"condition.all">;

export const anyCondition = {
  "conditions": [{ "content": "s", "version": "1.0.0", "type": "view.text" }],
  "hint": "any",
  "version": "1.0.0",
  "type": "condition.any",
} satisfies TemplateComponentOf<"condition.any">;

export const distanceCondition = {
  "from": "s",
  "to": "s",
  "max": 0.5,
  "hint": "any",
  "version": "1.0.0",
  "type": "@yandex-toloka/condition.distance",
} satisfies TemplateComponentOf<"@yandex-toloka/condition.distance">;

export const emptyCondition = {
  "data": "any",
  "hint": "any",
  "version": "1.0.0",
  "type": "condition.empty",
} satisfies TemplateComponentOf<"condition.empty">;

export const equalsCondition = {
  "to": "any",
  "data": "any",
  "hint": "any",
  "version": "1.0.0",
  "type": "condition.equals",
} satisfies TemplateComponentOf<"condition.equals">;

export const linkOpenedCondition = {
  "url": "any",
  "hint": "any",
  "version": "1.0.0",
  "type": "condition.link-opened",
} satisfies TemplateComponentOf<"condition.link-opened">;

export const notCondition = {
  "condition": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "hint": "any",
  "version": "1.0.0",
  "type": "condition.not",
} satisfies TemplateComponentOf<"condition.not">;

export const playedCondition = {
  "hint": "any",
  "version": "1.0.0",
  "type": "condition.played",
} satisfies TemplateComponentOf<"condition.played">;

export const playedFullyCondition = {
  "hint": "any",
  "version": "1.0.0",
  "type": "condition.played-fully",
} satisfies TemplateComponentOf<"condition.played-fully">;

export const requiredCondition = {
  "data": "any",
  "hint": "any",
  "version": "1.0.0",
  "type": "condition.required",
} satisfies TemplateComponentOf<"condition.required">;

export const sameDomainCondition = {
  "data": "any",
  "original": "any",
  "hint": "any",
  "version": "1.0.0",
  "type": "condition.same-domain",
} satisfies TemplateComponentOf<"condition.same-domain">;

export const schemaCondition = {
  "data": "any",
  "schema": { "k": "any" },
  "hint": "any",
  "version": "1.0.0",
  "type": "condition.schema",
} satisfies TemplateComponentOf<"condition.schema">;

export const subArrayCondition = {
  "data": "any",
  "parent": "any",
  "hint": "any",
  "version": "1.0.0",
  "type": "condition.sub-array",
} satisfies TemplateComponentOf<"condition.sub-array">;

export const inputData = {
  "path": "any",
  "default": "any",
  "type": "data.input",
} satisfies TemplateComponentOf<"data.input">;

export const internalData = {
  "path": "any",
  "default": "any",
  "type": "data.internal",
} satisfies TemplateComponentOf<"data.internal">;

export const localData = {
  "path": "any",
  "default": "any",
  "type": "data.local",
} satisfies TemplateComponentOf<"data.local">;

export const outputData = {
  "path": "any",
  "default": "any",
  "type": "data.output",
} satisfies TemplateComponentOf<"data.output">;

export const relativeData = {
  "path": "any",
  "default": "any",
  "type": "data.relative",
} satisfies TemplateComponentOf<"data.relative">;

export const locationData = {
  "type": "@yandex-toloka/data.location",
} satisfies TemplateComponentOf<"@yandex-toloka/data.location">;

export const audioField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "multiple": "any",
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.audio",
} satisfies TemplateComponentOf<"field.audio">;

export const buttonRadioField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "valueToSet": "any",
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.button-radio",
} satisfies TemplateComponentOf<"field.button-radio">;

export const buttonRadioGroupField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "options": [{ "value": "any", "label": "any", "hint": "any" }],
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.button-radio-group",
} satisfies TemplateComponentOf<"field.button-radio-group">;

export const checkboxField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "disabled": true,
  "preserveFalse": true,
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.checkbox",
} satisfies TemplateComponentOf<"field.checkbox">;

export const checkboxGroupField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "options": [{ "value": "any", "label": "any", "hint": "any" }],
  "disabled": true,
  "preserveFalse": true,
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.checkbox-group",
} satisfies TemplateComponentOf<"field.checkbox-group">;

export const dateField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "format": "any",
  "blockList": ["any"],
  "max": "any",
  "min": "any",
  "placeholder": "any",
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.date",
} satisfies TemplateComponentOf<"field.date">;

export const emailField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "placeholder": "any",
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.email",
} satisfies TemplateComponentOf<"field.email">;

export const fileField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "accept": ["s"],
  "multiple": true,
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.file",
} satisfies TemplateComponentOf<"field.file">;

export const imageAnnotationField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "image": "s",
  "disabled": true,
  "fullHeight": true,
  "labels": [{ "label": "s", "value": "s" }],
  "minWidth": 0.5,
  "ratio": [0.5],
  "shapes": { "point": true },
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.image-annotation",
} satisfies TemplateComponentOf<"field.image-annotation">;

export const listField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "render": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "direction": "horizontal",
  "editable": true,
  "size": "m",
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.list",
  "buttonLabel": "any",
  "maxLength": 0.5,
} satisfies TemplateComponentOf<"field.list">;

export const mediaFileField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "accept": {
    "fileSystem": true,
    "gallery": true,
    "photo": true,
    "video": true,
  },
  "multiple": true,
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.media-file",
} satisfies TemplateComponentOf<"field.media-file">;

export const numberField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "maximum": 1,
  "minimum": 1,
  "placeholder": "any",
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.number",
} satisfies TemplateComponentOf<"field.number">;

export const phoneNumberField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "placeholder": "s",
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.phone-number",
} satisfies TemplateComponentOf<"field.phone-number">;

export const radioGroupField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "options": [{ "value": "any", "label": "any", "hint": "any" }],
  "disabled": true,
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.radio-group",
} satisfies TemplateComponentOf<"field.radio-group">;

export const selectField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "options": [{ "label": "any", "value": "any" }],
  "placeholder": "any",
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.select",
} satisfies TemplateComponentOf<"field.select">;

export const textField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "disabled": true,
  "placeholder": "any",
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.text",
} satisfies TemplateComponentOf<"field.text">;

export const textAnnotationField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "adjust": "s",
  "content": "s",
  "disabled": true,
  "labels": [{ "label": "s", "value": "s" }],
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.text-annotation",
} satisfies TemplateComponentOf<"field.text-annotation">;

export const textareaField = {
  "data": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "disabled": true,
  "placeholder": "any",
  "resizable": true,
  "rows": 0.5,
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "field.textarea",
} satisfies TemplateComponentOf<"field.textarea">;

export const concatArraysHelper = {
  "items": ["any"],
  "version": "1.0.0",
  "type": "helper.concat-arrays",
} satisfies TemplateComponentOf<"helper.concat-arrays">;

export const entries2ObjectHelper = {
  "entries": [{ "key": "s", "value": "any" }],
  "version": "1.0.0",
  "type": "helper.entries2object",
} satisfies TemplateComponentOf<"helper.entries2object">;

export const ifHelper = {
  "condition": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "then": "any",
  "else": "any",
  "version": "1.0.0",
  "type": "helper.if",
} satisfies TemplateComponentOf<"helper.if">;

export const joinHelper = {
  "items": ["s"],
  "by": "any",
  "version": "1.0.0",
  "type": "helper.join",
} satisfies TemplateComponentOf<"helper.join">;

export const object2EntriesHelper = {
  "data": "any",
  "version": "1.0.0",
  "type": "helper.object2entries",
} satisfies TemplateComponentOf<"helper.object2entries">;

export const replaceHelper = {
  "data": "any",
  "find": "s",
  "replace": "s",
  "version": "1.0.0",
  "type": "helper.replace",
} satisfies TemplateComponentOf<"helper.replace">;

export const searchQueryHelper = {
  "query": "any",
  "engine": "yandex",
  "version": "1.0.0",
  "type": "helper.search-query",
} satisfies TemplateComponentOf<"helper.search-query">;

export const switchHelper = {
  "cases": [{
    "condition": { "content": "s", "version": "1.0.0", "type": "view.text" },
    "result": "any",
  }],
  "default": "any",
  "version": "1.0.0",
  "type": "helper.switch",
} satisfies TemplateComponentOf<"helper.switch">;

export const textTransformHelper = {
  "data": "any",
  "transformation": "uppercase",
  "version": "1.0.0",
  "type": "helper.text-transform",
} satisfies TemplateComponentOf<"helper.text-transform">;

export const transformHelper = {
  "into": "any",
  "items": ["any"],
  "version": "1.0.0",
  "type": "helper.transform",
} satisfies TemplateComponentOf<"helper.transform">;

export const translateHelper = {
  "key": "s",
  "version": "1.0.0",
  "type": "helper.translate",
} satisfies TemplateComponentOf<"helper.translate">;

export const yandexDiskProxyHelper = {
  "path": "s",
  "version": "1.0.0",
  "type": "@yandex-toloka/helper.proxy",
} satisfies TemplateComponentOf<"@yandex-toloka/helper.proxy">;

export const barsLayout = {
  "content": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "barAfter": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "barBefore": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "layout.bars",
} satisfies TemplateComponentOf<"layout.bars">;

export const columnsLayout = {
  "items": [{ "content": "s", "version": "1.0.0", "type": "view.text" }],
  "fullHeight": true,
  "minWidth": 0.5,
  "ratio": [0.5],
  "verticalAlign": "bottom",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "layout.columns",
} satisfies TemplateComponentOf<"layout.columns">;

export const compareLayout = {
  "commonControls": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "items": [{
    "content": { "content": "s", "version": "1.0.0", "type": "view.text" },
    "controls": { "content": "s", "version": "1.0.0", "type": "view.text" },
  }],
  "minWidth": 0.5,
  "wideCommonControls": true,
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "layout.compare",
} satisfies TemplateComponentOf<"layout.compare">;

export const sideBySideLayout = {
  "controls": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "items": [{ "content": "s", "version": "1.0.0", "type": "view.text" }],
  "minItemWidth": 0.5,
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "layout.side-by-side",
} satisfies TemplateComponentOf<"layout.side-by-side">;

export const sidebarLayout = {
  "content": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "controls": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "controlsWidth": 0.5,
  "extraControls": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "minWidth": 0.5,
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "layout.sidebar",
} satisfies TemplateComponentOf<"layout.sidebar">;

export const imageAnnotationHotkeysPlugin = {
  "cancel": "s",
  "confirm": "s",
  "labels": ["s"],
  "modes": { "point": "s", "polygon": "s", "rectangle": "s", "select": "s" },
  "version": "1.0.0",
  "type": "plugin.field.image-annotation.hotkeys",
} satisfies TemplateComponentOf<"plugin.field.image-annotation.hotkeys">;

export const textAnnotationHotkeysPlugin = {
  "labels": ["s"],
  "remove": "s",
  "version": "1.0.0",
  "type": "plugin.field.text-annotation.hotkeys",
} satisfies TemplateComponentOf<"plugin.field.text-annotation.hotkeys">;

export const hotkeysPlugin = {
  "a": "any",
  "b": "any",
  "c": "any",
  "d": "any",
  "e": "any",
  "f": "any",
  "g": "any",
  "h": "any",
  "i": "any",
  "j": "any",
  "k": "any",
  "l": "any",
  "m": "any",
  "n": "any",
  "o": "any",
  "p": "any",
  "q": "any",
  "r": "any",
  "s": "any",
  "t": "any",
  "u": "any",
  "v": "any",
  "w": "any",
  "x": "any",
  "y": "any",
  "z": "any",
  "0": "any",
  "1": "any",
  "2": "any",
  "3": "any",
  "4": "any",
  "5": "any",
  "6": "any",
  "7": "any",
  "8": "any",
  "9": "any",
  "up": "any",
  "down": "any",
  "version": "1.0.0",
  "type": "plugin.hotkeys",
} satisfies TemplateComponentOf<"plugin.hotkeys">;

export const triggerPlugin = {
  "action": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "condition": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "fireImmediately": true,
  "onChangeOf": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "plugin.trigger",
} satisfies TemplateComponentOf<"plugin.trigger">;

export const tolokaPlugin = {
  "layout": { "kind": "pager", "taskWidth": 0.5 },
  "notifications": [{
    "content": "s",
    "version": "1.0.0",
    "type": "view.text",
  }],
  "version": "1.0.0",
  "type": "plugin.toloka",
} satisfies TemplateComponentOf<"plugin.toloka">;

export const actionButtonView = {
  "action": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.action-button",
} satisfies TemplateComponentOf<"view.action-button">;

export const alertView = {
  "content": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "theme": "danger",
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.alert",
} satisfies TemplateComponentOf<"view.alert">;

export const audioView = {
  "url": "any",
  "loop": true,
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.audio",
} satisfies TemplateComponentOf<"view.audio">;

export const collapseView = {
  "label": "any",
  "content": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "defaultOpened": true,
  "hint": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.collapse",
} satisfies TemplateComponentOf<"view.collapse">;

export const deviceFrameView = {
  "content": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "fullHeight": true,
  "maxWidth": 0.5,
  "minWidth": 0.5,
  "ratio": [0.5],
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.device-frame",
} satisfies TemplateComponentOf<"view.device-frame">;

export const dividerView = {
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.divider",
} satisfies TemplateComponentOf<"view.divider">;

export const groupView = {
  "content": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.group",
} satisfies TemplateComponentOf<"view.group">;

export const iframeView = {
  "url": "s",
  "fullHeight": true,
  "maxWidth": 0.5,
  "minWidth": 0.5,
  "ratio": [0.5],
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.iframe",
} satisfies TemplateComponentOf<"view.iframe">;

export const imageView = {
  "url": "any",
  "fullHeight": true,
  "maxWidth": 0.5,
  "minWidth": 0.5,
  "noBorder": true,
  "noLazyLoad": true,
  "popup": true,
  "ratio": [0.5],
  "rotatable": true,
  "scrollable": true,
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.image",
} satisfies TemplateComponentOf<"view.image">;

export const labeledListView = {
  "items": [{
    "content": { "content": "s", "version": "1.0.0", "type": "view.text" },
    "label": "any",
    "centerLabel": true,
    "hint": "any",
  }],
  "minWidth": 0.5,
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.labeled-list",
} satisfies TemplateComponentOf<"view.labeled-list">;

export const linkView = {
  "url": "any",
  "content": "any",
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.link",
} satisfies TemplateComponentOf<"view.link">;

export const linkGroupView = {
  "links": [{ "url": "s", "content": "s", "theme": "s" }],
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.link-group",
} satisfies TemplateComponentOf<"view.link-group">;

export const listView = {
  "items": [{ "content": "s", "version": "1.0.0", "type": "view.text" }],
  "direction": "horizontal",
  "size": "m",
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.list",
} satisfies TemplateComponentOf<"view.list">;

export const markdownView = {
  "content": "any",
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.markdown",
} satisfies TemplateComponentOf<"view.markdown">;

export const textView = {
  "content": "any",
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.text",
} satisfies TemplateComponentOf<"view.text">;

export const videoView = {
  "url": "any",
  "fullHeight": true,
  "maxWidth": 0.5,
  "minWidth": 0.5,
  "ratio": [0.5],
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.video",
} satisfies TemplateComponentOf<"view.video">;

export const mapView = {
  "center": "s",
  "markers": [{ "position": "s", "color": "s", "label": "s" }],
  "polygons": [{ "points": ["s"], "color": "s" }],
  "zoom": 1,
  "hint": "any",
  "label": "any",
  "validation": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "version": "1.0.0",
  "type": "view.map",
} satisfies TemplateComponentOf<"view.map">;

export const notifyActionV1Payload = {
  "content": "any",
  "theme": "danger",
  "delay": 0.5,
  "duration": 0.5,
} satisfies TemplateNotification;

export const groupFieldOption = {
  "value": "any",
  "label": "any",
  "hint": "any",
} satisfies TemplateGroupOption;

export const imageAnnotationFieldV1Label = {
  "label": "s",
  "value": "s",
} satisfies TemplateAnnotationLabel;

export const mediaFileFieldV1Accept = {
  "fileSystem": true,
  "gallery": true,
  "photo": true,
  "video": true,
} satisfies TemplateMediaAccept;

export const selectFieldV1Option = {
  "label": "any",
  "value": "any",
} satisfies TemplateSelectOption;

export const textAnnotationFieldV1Label = {
  "label": "s",
  "value": "s",
} satisfies TemplateAnnotationLabel;

export const entries2ObjectHelperV1Entry = {
  "key": "s",
  "value": "any",
} satisfies TemplateEntry;

export const switchHelperV1Case = {
  "condition": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "result": "any",
} satisfies TemplateCase;

export const compareLayoutItem = {
  "content": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "controls": { "content": "s", "version": "1.0.0", "type": "view.text" },
} satisfies TemplateCompareItem;

export const imageAnnotationHotkeysPluginV1Mode = {
  "point": "s",
  "polygon": "s",
  "rectangle": "s",
  "select": "s",
} satisfies TemplateAnnotationModes;

export const tolokaPluginV1TolokaPluginLayout = {
  "kind": "pager",
  "taskWidth": 0.5,
} satisfies TemplateTaskLayout;

export const labeledListViewV1Item = {
  "content": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "label": "any",
  "centerLabel": true,
  "hint": "any",
} satisfies TemplateLabeledItem;

export const linkGroupViewV1Link = {
  "url": "s",
  "content": "s",
  "theme": "s",
} satisfies TemplateLink;

export const mapViewV1Marker = {
  "position": "s",
  "color": "s",
  "label": "s",
} satisfies TemplateMapMarker;

export const mapViewV1Polygon = {
  "points": ["s"],
  "color": "s",
} satisfies TemplateMapPolygon;

export const refComponent = { "$ref": "s" } satisfies TemplateReference;

export const templateBuilder = {
  "view": { "content": "s", "version": "1.0.0", "type": "view.text" },
  "plugins": [{ "content": "s", "version": "1.0.0", "type": "view.text" }],
  "vars": { "k": "any" },
} satisfies TemplateBuilderConfig;
