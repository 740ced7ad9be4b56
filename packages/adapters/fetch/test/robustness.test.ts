import { fetchHandler } from '@oauth/adapter-fetch';
import { adapterSuite } from '@oauth/adapter-suite';
import { bridge } from './bridge.js';

adapterSuite((server) => bridge(fetchHandler(server)));
