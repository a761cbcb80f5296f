/** All reports that can be made. */
import type { SkillType } from '../domain/catalog';
import { intentsTemplate, localesTemplate, stagesTemplate } from './comparisons';
import { launchTemplate } from './launch';
import { overviewTemplates } from './overviews';
import { portfolioTemplate } from './portfolio';
import type { Template } from './report';

/** The reports in the order in which the pane offers them. */
export const templates: readonly Template[] = [
  ...Object.values(overviewTemplates),
  launchTemplate,
  localesTemplate,
  intentsTemplate,
  stagesTemplate,
  portfolioTemplate,
];

/** The reports for a kind of skill. */
export const templatesFor = (skillType: SkillType): readonly Template[] =>
  templates.filter(({ skillTypes }) => skillTypes?.includes(skillType) ?? true);
