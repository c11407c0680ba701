/** Which task suite a Toloker gets next. */

import type {
  Frequency,
  MixerSettings,
  PoolRecord,
  SuiteRecord,
  TaskKind,
  TaskRecord,
  TolokerRecord,
  World,
} from "./store.ts";

/**
 * Finds or makes a suite for a Toloker; `undefined` if there is none. Once
 * there is one, `isPossible` is asked whether he may have it.
 */
export function nextSuite(
  world: World,
  pool: PoolRecord,
  toloker: TolokerRecord,
  isPossible: () => boolean,
): SuiteRecord | undefined {
  const accepts = (item: TaskRecord | SuiteRecord) =>
    mayGet(item, pool, toloker);
  if (pool.settings.mixer === undefined) {
    const random = pool.settings.suitesInCreationOrder
      ? undefined
      : world.random;
    const [suite] = pool.waitingSuites.choose(1, accepts, random);
    return suite !== undefined && isPossible() ? suite : undefined;
  }
  const tasks = mix(world, pool, pool.settings.mixer, toloker, accepts);
  if (tasks === undefined || !isPossible()) return undefined;
  return addMixedSuite(world, pool, tasks);
}

function mayGet(
  { view }: TaskRecord | SuiteRecord,
  pool: PoolRecord,
  toloker: TolokerRecord,
): boolean {
  const seen = toloker.seen.get(pool.view.id);
  if (seen?.has(view.id)) return false;
  const reserved = view.reserved_for as string[] | undefined;
  if (reserved?.length && !reserved.includes(toloker.id)) return false;
  const unavailable = view.unavailable_for as string[] | undefined;
  return !unavailable?.includes(toloker.id);
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
    toloker.done.get(pool.view.id) ?? 0,
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
  return a.view.id < b.view.id ? -1 : 1;
}

interface Counts {
  real: number;
  golden: number;
  training: number;
  minGolden: number;
  minTraining: number;
}

/**
 * How many tasks of each kind. Where control or training tasks come by a
 * frequency, they take the place of general ones among the Toloker's next tasks.
 */
function counts(mixer: MixerSettings, done: number): Counts {
  let { real, golden, training, minGolden, minTraining } = mixer;
  if (mixer.goldenFrequency !== undefined) {
    golden = minGolden = hits(mixer.goldenFrequency, done, mixer.real);
    real -= golden;
  }
  if (mixer.trainingFrequency !== undefined) {
    training = minTraining = hits(mixer.trainingFrequency, done, mixer.real);
    real -= training;
  }
  return { real: Math.max(0, real), golden, training, minGolden, minTraining };
}

/** How many of the tasks after `done` the frequencies pick. */
function hits(
  frequencies: readonly Frequency[],
  done: number,
  size: number,
): number {
  let count = 0;
  for (let number = done + 1; number <= done + size; number++) {
    const picked = frequencies.some(({ from, to, every }) =>
      number >= from && number <= to && (number - from) % every === 0
    );
    if (picked) count++;
  }
  return count;
}

function addMixedSuite(
  world: World,
  pool: PoolRecord,
  tasks: TaskRecord[],
): SuiteRecord {
  const suite: SuiteRecord = {
    view: {
      id: world.ids.inPool(pool.view.id, world.clock.now),
      pool_id: pool.view.id,
      created: world.time,
      tasks: tasks.map(({ raw }) => raw),
      mixed: true,
      automerged: false,
      overlap: 1,
      infinite_overlap: false,
      remaining_overlap: 0,
    },
    pool,
    tasks,
    issued: 0,
    assignments: [],
  };
  world.suites.set(suite.view.id, suite);
  pool.suites.push(suite);
  return suite;
}
