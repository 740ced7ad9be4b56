import { fetchHandler } from '@oauth/adapter-fetch';
import { adapterSuite } from '@oauth/adapter-suite';
import { toNodeListener } from './to-node-listener.js';

adapterSuite((server) => toNodeListener(fetchHandler(server)));
