export { findRepeatedWrite, getRecordId, isGuard, type Guard } from './changes.js';
export {
  assertConfiguration,
  checkIntegers,
  checkNames,
  type IntegerRange,
  type NameRule,
} from './options.js';
export {
  getListColumn,
  isCovered,
  isListed,
  listCondition,
  revocationCondition,
  type OwnerColumn,
  type OwnerCondition,
  type WriteEquals,
} from './owners.js';
export {
  assertListRequest,
  getWindow,
  selectPage,
  type ReadRecord,
  type SelectedPage,
} from './pages.js';
export { fromRow, recordColumns, toColumn, toRow, type RecordRow } from './rows.js';
export {
  collectNames,
  createStatements,
  migrationStatements,
  schemaFaults,
  type MissingPart,
  type SchemaOwner,
  type TableDefinition,
  type TableParts,
} from './schema.js';
