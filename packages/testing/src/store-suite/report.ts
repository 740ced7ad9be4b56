/** One case, as it ended. */
export interface CaseReport {
  /** Names of the groups that the case is in, and its own. */
  readonly path: readonly string[];
  readonly passed: boolean;
  readonly milliseconds: number;
}

/** All rounds of one race. */
export interface RaceReport {
  readonly path: readonly string[];
  readonly rounds: number;
  /** Commits that raced, of all rounds. */
  readonly attempts: number;
  /** Commits that won: as many as there were rounds, if the store is right. */
  readonly winners: number;
  /** Commits that won, by connection or process. */
  readonly winnersBy: readonly number[];
  readonly milliseconds: number;
}

/** What the suite ran on a store. It fills while the cases run. */
export interface StoreReport {
  readonly name: string;
  readonly cases: readonly CaseReport[];
  readonly races: readonly RaceReport[];
  /** Groups that were left out, and which capability they need. */
  readonly skipped: readonly { readonly group: string; readonly needs: string }[];
}

/** One round of a race: which connection each commit went through, and whether it won. */
export type RaceRound = readonly { readonly by: number; readonly won: boolean }[];

/** Records how cases end. */
export interface Recorder {
  readonly report: StoreReport;
  /**
   * Wraps the function that defines a group's cases, which a runner may call after the group around it
   * has ended.
   */
  readonly wrapGroup: (name: string, defineCases: () => void) => () => void;
  /** Wraps the function that runs a case. */
  readonly wrapCase: (name: string, run: () => Promise<void>) => () => Promise<void>;
  /** Records that a group was left out, and which capability it needs. */
  readonly skipGroup: (group: string, needs: string) => void;
  /** Begins the race of the case that runs; the function it returns records a round. */
  readonly startRace: () => (round: RaceRound) => void;
}

export function createRecorder(name: string): Recorder {
  const cases: CaseReport[] = [];
  const races: RaceReport[] = [];
  const skipped: { group: string; needs: string }[] = [];
  let groups: readonly string[] = [];
  let running: readonly string[] = [];
  return {
    report: { name, cases, races, skipped },
    wrapGroup(name, defineCases) {
      const path = [...groups, name];
      return () => {
        const outer = groups;
        groups = path;
        defineCases();
        groups = outer;
      };
    },
    wrapCase(name, run) {
      const path = [...groups, name];
      return async () => {
        const start = performance.now();
        let passed = false;
        running = path;
        try {
          await run();
          passed = true;
        } finally {
          cases.push({ path, passed, milliseconds: performance.now() - start });
        }
      };
    },
    skipGroup(group, needs) {
      skipped.push({ group: [...groups.slice(1), group].join(' > '), needs });
    },
    startRace: () => raceRecorder(races, running),
  };
}

/** Adds a race to the report, and each round to the race. */
function raceRecorder(races: RaceReport[], path: readonly string[]): (round: RaceRound) => void {
  const start = performance.now();
  const place = races.length;
  const winnersBy: number[] = [];
  let [rounds, attempts, winners] = [0, 0, 0];
  return (round) => {
    rounds += 1;
    attempts += round.length;
    for (const { by, won } of round) {
      winnersBy[by] = (winnersBy[by] ?? 0) + Number(won);
      winners += Number(won);
    }
    const milliseconds = performance.now() - start;
    races[place] = { path, rounds, attempts, winners, winnersBy, milliseconds };
  };
}

/** Formats a report as lines of text: a count of cases, the groups left out, and each race. */
export function formatReport({ name, cases, races, skipped }: StoreReport): string {
  const passed = cases.filter((one) => one.passed).length;
  const milliseconds = cases.reduce((sum, one) => sum + one.milliseconds, 0);
  const lines = [`${passed} of ${cases.length} cases passed in ${formatSeconds(milliseconds)}`];
  for (const { group, needs } of skipped) lines.push(`${group}: skipped, needs ${needs}`);
  for (const race of races) lines.push(formatRace(race));
  return lines.map((line) => `${name}: ${line}`).join('\n');
}

function formatRace(race: RaceReport): string {
  const { path, rounds, attempts, winners, winnersBy, milliseconds } = race;
  return (
    `${path.slice(1).join(' > ')}: ${winners} winners in ${rounds} rounds ` +
    `of ${attempts} commits (${winnersBy.join(' + ')}) in ${formatSeconds(milliseconds)}`
  );
}

function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
