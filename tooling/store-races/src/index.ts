export { race, type RaceOptions, type RaceResult } from './race.js';
