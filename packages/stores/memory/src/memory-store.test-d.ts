import { expectTypeOf } from 'vitest';
import type { Store } from '@oauth/core';
import { memoryStore, type MemoryStore, type MemoryStoreOptions } from './index.js';

expectTypeOf(memoryStore).parameter(0).toEqualTypeOf<MemoryStoreOptions | undefined>();
expectTypeOf(memoryStore()).toEqualTypeOf<MemoryStore>();
expectTypeOf<MemoryStore>().toExtend<Store>();
expectTypeOf<{ maxRecords: string }>().not.toExtend<MemoryStoreOptions>();
// @ts-expect-error there is no such option
memoryStore({ maxRecord: 1 });
// @ts-expect-error the size is the store's own affair
memoryStore().size = 0;
