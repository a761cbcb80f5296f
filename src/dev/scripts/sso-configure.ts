/** `npm run sso:configure`: registers the Microsoft Entra app, and writes its ID into manifest.xml and .env. */
import { configure } from './sso/configure';
import { azure, hasAzureCli, register, type Registered } from './sso/register';

const name = 'Skill Metrics';

/** office-addin-sso works on Windows and Mac, with the Azure CLI. */
const registerWithAzure = async (publicUrl: string): Promise<Registered | undefined> => {
  if (process.platform !== 'win32' && process.platform !== 'darwin') {
    console.log('\n  office-addin-sso registers apps on Windows and Mac only.');
    return undefined;
  }
  const registrar = await import('office-addin-sso/lib/configure.js');
  if (!(await hasAzureCli(registrar))) {
    console.log('\n  There is no Azure CLI here (https://aka.ms/installazurecli).');
    return undefined;
  }
  console.log('\n  Your browser opens: sign in with an account that may register apps.');
  return register(registrar, azure, { name, publicUrl });
};

try {
  await configure(process.argv.slice(2), {
    folder: process.cwd(),
    register: registerWithAzure,
    say: (text) => console.log(text),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
