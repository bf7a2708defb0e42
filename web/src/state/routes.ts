// Which page does an address name, and what is the address of a page?

export type Route =
  | { name: 'messages'; conv?: string }
  | { name: 'calls'; call?: string }
  | { name: 'settings'; page?: string }
  | { name: 'profile'; handle: string }
  | { name: 'signIn' }
  | { name: 'signUp' }
  | { name: 'welcome'; step: WelcomeStep }
  | { name: 'setUp'; token: string }
  | { name: 'reset'; token: string }
  | { name: 'notFound' };

export type WelcomeStep = 'photo' | 'people';
export type RouteName = Route['name'];

/** Pages that a one-time link opens, whoever is signed in. */
export const byLink: readonly RouteName[] = ['setUp', 'reset'];
/** Pages for people who are not signed in; the others show the sign-in first. */
export const open: readonly RouteName[] = ['signIn', 'signUp', ...byLink];

/** The page that a path names; unknown ones are `notFound`. */
export function routeOf(path: string): Route {
  const [area = '', part, ...rest] = path.split('/').slice(1).map(decode);
  if (rest.some(Boolean)) return { name: 'notFound' };
  switch (area) {
    case '':
    case 'messages':
      return part ? { name: 'messages', conv: part } : { name: 'messages' };
    case 'settings':
      return part ? { name: 'settings', page: part } : { name: 'settings' };
    case 'u':
      return part ? { name: 'profile', handle: part } : { name: 'notFound' };
    case 'setup':
      return part ? { name: 'setUp', token: part } : { name: 'notFound' };
    case 'reset':
      return part ? { name: 'reset', token: part } : { name: 'notFound' };
    case 'welcome':
      return { name: 'welcome', step: part === 'people' ? 'people' : 'photo' };
    case 'calls':
      return part ? { name: 'calls', call: part } : { name: 'calls' };
    case 'sign-in':
      return part ? { name: 'notFound' } : { name: 'signIn' };
    case 'sign-up':
      return part ? { name: 'notFound' } : { name: 'signUp' };
    default:
      return { name: 'notFound' };
  }
}

/** The path of a page. */
export function pathOf(route: Route): string {
  switch (route.name) {
    case 'messages':
      return route.conv ? `/messages/${encodeURIComponent(route.conv)}` : '/messages';
    case 'settings':
      return route.page ? `/settings/${encodeURIComponent(route.page)}` : '/settings';
    case 'profile':
      return `/u/${encodeURIComponent(route.handle)}`;
    case 'calls':
      return route.call ? `/calls/${encodeURIComponent(route.call)}` : '/calls';
    case 'signIn':
      return '/sign-in';
    case 'signUp':
      return '/sign-up';
    case 'welcome':
      return `/welcome/${route.step}`;
    case 'setUp':
      return `/setup/${encodeURIComponent(route.token)}`;
    case 'reset':
      return `/reset/${encodeURIComponent(route.token)}`;
    case 'notFound':
      return '/not-found';
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
