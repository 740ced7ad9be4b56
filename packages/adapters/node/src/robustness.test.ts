import { adapterSuite } from '@oauth/adapter-suite';
import { nodeHandler } from './index.js';

adapterSuite((server) => nodeHandler(server));
