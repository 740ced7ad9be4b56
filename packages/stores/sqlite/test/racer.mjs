import { answerRaces } from '@oauth/store-races/racer';
import { sqliteStore } from '@oauth/store-sqlite';
import Database from 'libsql';

answerRaces(sqliteStore(new Database(process.argv[2]), { synchronous: 'normal' }));
