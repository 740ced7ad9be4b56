export { race, type RaceOptions, type RaceResult } from './race.js';
export { fill, measure, type FilledStore, type ScalingResult } from './scaling.js';
