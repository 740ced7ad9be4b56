export { getRecordId, isGuard, type Guard } from './changes.js';
export { nameFaults, type NameRule } from './names.js';
export { isCovered, ownerCondition, type OwnerColumn, type OwnerCondition } from './owners.js';
export { fromRow, recordColumns, toColumn, toRow, type RecordRow } from './rows.js';
export {
  collectNames,
  createStatements,
  migrationStatements,
  schemaFaults,
  type SchemaOwner,
  type TableDefinition,
  type TableParts,
} from './schema.js';
