import { describe, expect, it } from 'vitest';
import { storeSuite } from '@oauth/testing';
import { myStore } from './my-store.js';

storeSuite({ describe, expect, it }, () => ({ store: myStore() }));
