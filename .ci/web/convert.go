package legacyshader

import "errors"

// convertToPixels refuses shaders that reckon in texels. Ebitengine's own and Lobby's
// reckon in pixels.
func convertToPixels([]byte) ([]byte, error) {
	return nil, errors.New("this program takes no shader without //kage:unit pixels")
}
