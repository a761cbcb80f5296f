import { MemoryStore } from '../../../src/relay/store/memory';
import { storeContract } from './contract';

storeContract('memory:', (now) => new MemoryStore(now));
