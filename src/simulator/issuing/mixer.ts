/** Choice of a Toloker's next task suite. */

import type { TraitFilter } from "../../types/tasks.ts";
import { angleBetween, placeOf } from "../engine/places.ts";
import type {
  Distribution,
  MixerSettings,
  TaskKind,
} from "../world/pool_settings.ts";
import type {
  Issue,
  OwnSuite,
  PoolRecord,
  TaskRecord,
  TolokerRecord,
} from "../world/records.ts";
import type { World } from "../world/world.ts";
import { picks } from "./distribution.ts";
import { hasSeen, type Overlapped } from "./seen.ts";

/**
 * Finds a suite for a Toloker or mixes one; `undefined` if there is none. Once
 * there is one, `isPossible` decides whether they may have it.
 */
export function nextSuite(
  world: World,
  pool: PoolRecord,
  toloker: TolokerRecord,
  isPossible: () => boolean,
): Issue | undefined {
  const accepts = (item: Overlapped) => mayGet(item, toloker);
  if (pool.settings.mixer === undefined) {
    const suite = nearestSuite(pool, toloker, accepts) ??
      chooseSuite(world, pool, accepts);
    return suite !== undefined && isPossible() ? suite : undefined;
  }
  const tasks = mix(world, pool, pool.settings.mixer, toloker, accepts);
  if (tasks === undefined || !isPossible()) return undefined;
  // Copied, as a list that grew has room for more.
  return { tasks: tasks.slice(), own: undefined };
}

/** On a map, a Toloker goes from one place to the nearest one. */
function nearestSuite(
  { project, waitingSuites }: PoolRecord,
  { place }: TolokerRecord,
  accepts: (suite: OwnSuite) => boolean,
): OwnSuite | undefined {
  const isOnMap = project.view.assignments_issuing_type === "MAP_SELECTOR";
  if (!isOnMap || place === undefined) return undefined;
  return waitingSuites.cheapest(accepts, ({ view }) => {
    const other = placeOf(view);
    return other === undefined ? Infinity : angleBetween(place, other);
  });
}

function chooseSuite(
  world: World,
  { settings, waitingSuites }: PoolRecord,
  accepts: (suite: OwnSuite) => boolean,
): OwnSuite | undefined {
  const random = settings.suitesInCreationOrder ? undefined : world.random;
  return waitingSuites.choose(1, accepts, random)[0];
}

/** Tells whether a Toloker may get a task or suite that waits. */
export function mayGet(
  item: Overlapped,
  toloker: TolokerRecord,
): boolean {
  if (hasSeen(toloker, item)) return false;
  const rules = "rare" in item ? item.rare : item.view;
  if (rules === undefined) return true;
  const reserved = rules.reserved_for;
  if (reserved?.length && !reserved.includes(toloker.id)) return false;
  const unavailable = rules.unavailable_for;
  if (unavailable?.includes(toloker.id)) return false;
  return hasTraits(rules, toloker.taskTraits);
}

function hasTraits(view: TraitFilter, traits: readonly string[]): boolean {
  const has = (trait: string) => traits.includes(trait);
  const all = view.traits_all_of;
  const any = view.traits_any_of;
  const none = view.traits_none_of_any;
  return (all === undefined || all.every(has)) &&
    (!any?.length || any.some(has)) &&
    (none === undefined || !none.some(has));
}

function mix(
  world: World,
  pool: PoolRecord,
  mixer: MixerSettings,
  toloker: TolokerRecord,
  accepts: (task: TaskRecord) => boolean,
): TaskRecord[] | undefined {
  const { golden, training, minGolden, minTraining, real } = counts(
    mixer,
    (distribution) => picks(world, pool, toloker, distribution, mixer.real),
  );
  const random = mixer.inCreationOrder ? undefined : world.random;
  const choose = (kind: TaskKind, count: number) =>
    count === 0 ? [] : pool.waiting[kind].choose(count, accepts, random);

  const goldenTasks = choose("GOLDEN", golden);
  if (goldenTasks.length < minGolden) return undefined;
  const trainingTasks = choose("TRAINING", training);
  if (trainingTasks.length < minTraining) return undefined;
  const realTasks = choose("GENERAL", real);
  if (realTasks.length < Math.min(real, mixer.minReal)) {
    const forced = mixer.forceLast && realTasks.length > 0 &&
      world.clock.now >= pool.grown + mixer.forceLastDelay;
    if (!forced) return undefined;
  }
  const tasks = [...trainingTasks, ...goldenTasks, ...realTasks];
  if (tasks.length === 0 || (real > 0 && realTasks.length === 0)) {
    return undefined;
  }
  return mixer.shuffle ? world.random.shuffle(tasks) : tasks.sort(byId);
}

function byId(a: TaskRecord, b: TaskRecord): number {
  return a.id < b.id ? -1 : 1;
}

interface Counts {
  real: number;
  golden: number;
  training: number;
  minGolden: number;
  minTraining: number;
}

/**
 * Counts the tasks of each kind. Where control or training tasks come by a
 * frequency, they take the place of general ones among the Toloker's next tasks.
 */
function counts(
  mixer: MixerSettings,
  picked: (distribution: Distribution) => number,
): Counts {
  let { real, golden, training, minGolden, minTraining } = mixer;
  if (mixer.goldenDistribution !== undefined) {
    golden = minGolden = picked(mixer.goldenDistribution);
    real -= golden;
  }
  if (mixer.trainingDistribution !== undefined) {
    training = minTraining = picked(mixer.trainingDistribution);
    real -= training;
  }
  return { real: Math.max(0, real), golden, training, minGolden, minTraining };
}
