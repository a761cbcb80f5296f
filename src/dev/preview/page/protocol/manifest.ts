/** What a ribbon button does, as the manifest's `<Action>` says. */
export type ButtonAction =
  | { readonly kind: 'show-task-pane'; readonly url: string; readonly title?: string }
  | { readonly kind: 'execute-function'; readonly functionName: string };

export interface RibbonButton {
  readonly id: string;
  readonly label: string;
  readonly tipTitle: string;
  readonly tip: string;
  readonly icon?: string;
  readonly action: ButtonAction;
}

/** A button that opens a list of others: on the ribbon a menu, in the cells' context menu a submenu. */
export interface RibbonMenu extends Omit<RibbonButton, 'action'> {
  readonly items: readonly RibbonButton[];
}

/** What stands on the ribbon, or in the cells' context menu. */
export type RibbonControl = RibbonButton | RibbonMenu;

export interface RibbonGroup {
  readonly id: string;
  readonly label: string;
  readonly controls: readonly RibbonControl[];
}

/** What the preview needs of an add-in-only manifest (XML). */
export interface Manifest {
  readonly id: string;
  readonly displayName: string;
  readonly iconUrl?: string;
  readonly appDomains: readonly string[];
  /** The page of the task pane, which is the shared runtime's page too. */
  readonly taskPaneUrl: string;
  /** Where functions.json lies; absent when the add-in has no custom functions. */
  readonly functionsUrl?: string;
  /** Custom functions are called `NAMESPACE.NAME`, or bare when the manifest gives no namespace. */
  readonly namespace?: string;
  readonly groups: readonly RibbonGroup[];
  readonly contextMenu: readonly RibbonControl[];
}

/** Thrown for a manifest that Excel would not load, or that needs what the preview does not have. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

/**
 * Reads an add-in-only manifest.
 * @see https://learn.microsoft.com/office/dev/add-ins/develop/xml-manifest-overview
 */
export function readManifest(xml: string): Manifest {
  const document = new DOMParser().parseFromString(xml, 'application/xml');
  if (document.getElementsByTagName('parsererror').length > 0) throw new ManifestError('The manifest is no valid XML.');
  const host = hostOf(document);
  if (!host) throw new ManifestError('The manifest has no VersionOverrides for the host Workbook.');
  const resolve = resources(document);
  const taskPane = all(host, 'ExtensionPoint')
    .flatMap((point) => all(point, 'Control').map((control) => readControl(control, resolve)))
    .flatMap((control) => ('action' in control ? [control.action] : []))
    .find(({ kind }) => kind === 'show-task-pane');
  const functions = extensionPoint(host, 'CustomFunctions');
  return {
    id: textOf(document, 'Id'),
    displayName: attribute(document, 'DisplayName', 'DefaultValue'),
    ...optional('iconUrl', first(document, 'IconUrl')?.getAttribute('DefaultValue')),
    appDomains: all(document, 'AppDomain').map((domain) => domain.textContent.trim()),
    taskPaneUrl:
      taskPane?.kind === 'show-task-pane' ? taskPane.url : attribute(document, 'SourceLocation', 'DefaultValue'),
    ...(functions ? readFunctions(functions, resolve) : {}),
    groups: groupsOf(host, resolve),
    contextMenu: pointsOf(host, 'ContextMenu').flatMap((point) =>
      all(point, 'Control').map((control) => readControl(control, resolve)),
    ),
  };
}

/** Looks a `resid` up in the manifest's `<Resources>`. */
type Resolve = (resid: string | null | undefined) => string;

function resources(document: Document): Resolve {
  const entries = ['Image', 'Url', 'String'].flatMap((name) =>
    all(document, name).map((element) => [element.getAttribute('id'), element.getAttribute('DefaultValue')] as const),
  );
  const values = new Map(entries);
  return (resid) => {
    const value = values.get(resid ?? '');
    if (!value) throw new ManifestError(`The manifest names the resource "${resid ?? ''}" but does not define it.`);
    return value;
  };
}

function readFunctions(point: Element, resolve: Resolve): Pick<Manifest, 'functionsUrl' | 'namespace'> {
  const metadata = first(point, 'Metadata');
  const namespace = first(point, 'Namespace')?.getAttribute('resid');
  return {
    ...optional('functionsUrl', metadata && resolve(residIn(metadata, 'SourceLocation'))),
    ...optional('namespace', namespace ? resolve(namespace) : undefined),
  };
}

function groupsOf(host: Element, resolve: Resolve): RibbonGroup[] {
  const groups = pointsOf(host, 'PrimaryCommandSurface').flatMap((point) => all(point, 'Group'));
  return groups.map((group) => ({
    id: group.getAttribute('id') ?? '',
    label: resolve(group.querySelector(':scope > Label')?.getAttribute('resid')),
    controls: all(group, 'Control').map((control) => readControl(control, resolve)),
  }));
}

function readControl(control: Element, resolve: Resolve): RibbonControl {
  const kind = typeOf(control);
  if (kind === 'Button') return readButton(control, resolve);
  if (kind !== 'Menu')
    throw new ManifestError(
      `The preview draws buttons and menus only; control "${control.getAttribute('id') ?? ''}" is a ${kind}.`,
    );
  return {
    ...readFace(control, resolve),
    items: all(control, 'Item').map((item) => readButton(item, resolve)),
  };
}

const readButton = (control: Element, resolve: Resolve): RibbonButton => ({
  ...readFace(control, resolve),
  action: readAction(control, control.getAttribute('id') ?? '', resolve),
});

/** What a control shows. Its own parts come before those of its items. */
function readFace(control: Element, resolve: Resolve): Omit<RibbonButton, 'action'> {
  const tip = first(control, 'Supertip');
  const label = resolve(residIn(control, 'Label'));
  return {
    id: control.getAttribute('id') ?? '',
    label,
    tipTitle: tip ? resolve(residIn(tip, 'Title')) : label,
    tip: tip ? resolve(residIn(tip, 'Description')) : '',
    ...optional('icon', iconOf(control, resolve)),
  };
}

function readAction(control: Element, id: string, resolve: Resolve): ButtonAction {
  const action = first(control, 'Action');
  const kind = action ? typeOf(action) : 'missing';
  if (action && kind === 'ExecuteFunction')
    return { kind: 'execute-function', functionName: textOf(action, 'FunctionName') };
  if (action && kind === 'ShowTaskpane') {
    const title = residIn(action, 'Title');
    return {
      kind: 'show-task-pane',
      url: resolve(residIn(action, 'SourceLocation')),
      ...optional('title', title ? resolve(title) : undefined),
    };
  }
  throw new ManifestError(`The preview does not know the action ${kind} of control "${id}".`);
}

/** The icon nearest to the 32 pixels that the ribbon draws. */
function iconOf(icon: Element, resolve: Resolve): string | undefined {
  const images = all(icon, 'Image');
  const image = images.find((candidate) => candidate.getAttribute('size') === '32') ?? images[0];
  return image && resolve(image.getAttribute('resid'));
}

const hostOf = (document: Document): Element | undefined =>
  all(document, 'VersionOverrides')
    .flatMap((overrides) => all(overrides, 'Host'))
    .find((host) => typeOf(host) === 'Workbook');
const pointsOf = (host: Element, type: string): Element[] =>
  all(host, 'ExtensionPoint').filter((point) => typeOf(point) === type);
const extensionPoint = (host: Element, type: string): Element | undefined => pointsOf(host, type)[0];
const typeOf = (element: Element): string =>
  element.getAttributeNS('http://www.w3.org/2001/XMLSchema-instance', 'type') ?? '';
const all = (parent: Document | Element, name: string): Element[] => [...parent.getElementsByTagNameNS('*', name)];
const first = (parent: Document | Element, name: string): Element | undefined => all(parent, name)[0];
const residIn = (parent: Element, name: string): string | null | undefined =>
  first(parent, name)?.getAttribute('resid');

function textOf(parent: Document | Element, name: string): string {
  const text = first(parent, name)?.textContent.trim();
  if (!text) throw new ManifestError(`The manifest has no ${name}.`);
  return text;
}

function attribute(document: Document, name: string, key: string): string {
  const value = first(document, name)?.getAttribute(key);
  if (!value) throw new ManifestError(`The manifest has no ${name}.`);
  return value;
}

const optional = <Key extends string>(key: Key, value: string | null | undefined): Partial<Record<Key, string>> => {
  const entry: Partial<Record<Key, string>> = {};
  if (value) entry[key] = value;
  return entry;
};
