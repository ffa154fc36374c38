export { renderEnvironment } from './environment.ts';
export { canonicalJson, contentHash } from './hash.ts';
export { configAnnotation, contentLabel, contractAnnotation, environmentLabel, jobLabel, workloadLabel, serviceLabels, type Owner } from './labels.ts';
export type { RenderInputs, RenderedJob, RenderedService, ServiceModel } from './model.ts';
export { objectId, type KubeObject, type ObjectMeta } from './object.ts';
export { objectsOf, renderService } from './service.ts';
export { readTemplate, type TemplateText } from './template.ts';
