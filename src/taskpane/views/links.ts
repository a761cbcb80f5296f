/** Where Amazon lists the apps that a person has connected by Login with Amazon, and lets them be removed. */
export const amazonApps = { href: 'https://www.amazon.com/ap/adam', label: 'Login with Amazon: Manage apps' };
