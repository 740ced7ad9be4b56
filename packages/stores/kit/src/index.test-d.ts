import { expectTypeOf } from 'vitest';
import type { Change, RevocationTarget, StoredRecord } from '@oauth/core';
import {
  fromRow,
  getRecordId,
  isCovered,
  revocationCondition,
  toRow,
  type RecordRow,
} from './index.js';

expectTypeOf(toRow).parameter(0).toEqualTypeOf<StoredRecord>();
expectTypeOf(toRow).returns.toEqualTypeOf<RecordRow>();
expectTypeOf(fromRow).parameter(0).toBeUnknown();
expectTypeOf(fromRow).returns.toEqualTypeOf<StoredRecord>();
expectTypeOf(getRecordId).parameter(0).toEqualTypeOf<Change>();
expectTypeOf(isCovered).parameter(1).toEqualTypeOf<RevocationTarget>();

// @ts-expect-error how a column is compared is the dialect's
revocationCondition({ clientId: 'app' });
