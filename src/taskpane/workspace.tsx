import type { ReactNode } from 'react';
import type { PaceMemory } from '../office/pace-memory';
import { useOffers, type OfferSources } from './pickers/use-offers';
import { usePace } from './use-pace';
import { Builder, type BuilderProps } from './views/builder';

export interface WorkspaceSources extends OfferSources {
  readonly pace: Pick<PaceMemory, 'get'>;
}

export interface WorkspaceProps extends Omit<BuilderProps, 'offers' | 'pace'> {
  readonly sources: WorkspaceSources;
}

/** What one account has to offer, for as long as it is signed in. */
export const Workspace = ({ sources, ...props }: WorkspaceProps): ReactNode => (
  <Builder {...props} offers={useOffers(sources, props.form)} pace={usePace(sources.pace, props.form)} />
);
