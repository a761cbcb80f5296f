import { beforeEach, describe, expect, it } from 'vitest';
import { createIdentity, type MicrosoftAccount } from '../../../../../src/dev/preview/page/protocol/identity';

let account: MicrosoftAccount;
let issue: () => Promise<string | undefined>;

beforeEach(() => {
  account = { state: 'signed-in', refusal: undefined };
  issue = () => Promise.resolve('token');
});

const ask = async (allowSignInPrompt?: boolean): Promise<string | number> => {
  const { Error: code, accessToken } = await createIdentity(account, () => issue())({ allowSignInPrompt });
  return accessToken ?? code;
};

describe('a call for a token', () => {
  it('gets one of who is signed in, and needs no prompt', async () => expect(await ask()).toBe('token'));

  it('gets 13001 where nobody issues tokens, with a prompt and without', async () => {
    issue = () => Promise.resolve(undefined);
    expect([await ask(), await ask(true)]).toEqual([13_001, 13_001]);
  });

  it('gets 13001 of who is signed out until a prompt is allowed, which signs in', async () => {
    account.state = 'signed-out';
    expect([await ask(), await ask(true), await ask()]).toEqual([13_001, 'token', 'token']);
  });

  it('gets 13002 where the person cancels the prompt', async () => {
    account.state = 'declines';
    expect([await ask(), await ask(true)]).toEqual([13_001, 13_002]);
  });

  it('gets as many refusals as are asked for', async () => {
    account.refusal = { code: 13_006, times: 2 };
    expect([await ask(), await ask(true), await ask()]).toEqual([13_006, 13_006, 'token']);
  });

  it('gets 13007 where the issuer fails', async () => {
    issue = () => Promise.reject(new Error('down'));
    expect(await ask()).toBe(13_007);
  });

  it('gets 13008 while another waits, as on the web', async () => {
    const accessToken = createIdentity(account, () => issue());
    const [first, second] = await Promise.all([accessToken({}), accessToken({})]);
    expect([first.accessToken, second.Error]).toEqual(['token', 13_008]);
    expect((await accessToken({})).accessToken).toBe('token');
  });
});
